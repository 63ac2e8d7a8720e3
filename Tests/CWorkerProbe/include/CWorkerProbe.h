// What a native exploit inside a worker would try, one attempt for each name.
#pragma once

/// Tries `attempt` (such as "fork" or "open"). Returns -1 with errno when the kernel refused, else
/// what the call returned; -2 for an unknown name. Most attempts do not return.
long dash_probe(const char *attempt);
