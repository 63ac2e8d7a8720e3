// What a native exploit inside a worker would try, one attempt for each name.
#pragma once

/// Tries `attempt` (such as "fork" or "open"). Returns -1 with errno when the kernel refused, else
/// what the call returned; -2 for an unknown name. Most attempts do not return.
long dash_probe(const char *attempt);

/// Spawns `path` with one argument as the host does, with `socket` as its control socket.
int dash_probe_spawn(const char *path, const char *argument, int socket);

/// A descriptor that is readable when the process `pid` has ended (pidfd_open(2)).
int dash_probe_watch(int pid);
