#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Descriptors 0 to 2 are where a program reads and writes, whatever opened them: in a process that was
// started without them a database or a key would be given one, and be written over by the next message.
static void __attribute__((constructor)) hold_standard_descriptors(void) {
  for (int descriptor = 0; descriptor < 3; descriptor++)
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", O_RDWR);
}

pid_t dash_fork(void) { return fork(); }

int dash_send(int socket, const void *bytes, size_t length, int descriptor) {
  struct iovec part = {(void *)bytes, length};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr aligned;
  } control = {0};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (descriptor >= 0) {
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)length ? 0 : -1;
}

ssize_t dash_receive(int socket, void *bytes, size_t length, int *descriptor) {
  *descriptor = -1;
  struct iovec part = {bytes, length};
  union {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr aligned;
  } control = {0};
  struct msghdr message = {
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = control.bytes,
      .msg_controllen = sizeof control.bytes,
  };
  ssize_t received;
  do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  for (struct cmsghdr *header = received >= 0 ? CMSG_FIRSTHDR(&message) : NULL; header;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
      memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
    }
  }
  return received;
}

static uint64_t now_microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

bool dash_wait_readable(int descriptor, uint64_t microseconds, bool sleeps) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  if (sleeps) {
    struct timespec time = {
        .tv_sec = (time_t)(microseconds / 1000000), .tv_nsec = (long)(microseconds % 1000000) * 1000};
    return ppoll(&entry, 1, &time, NULL) > 0;
  }
  const uint64_t end = now_microseconds() + microseconds;
  while (poll(&entry, 1, 0) == 0) {
    if (now_microseconds() >= end) return false;
    sched_yield();
  }
  return entry.revents != 0;
}

pid_t dash_spawn(
    const char *path, char *const arguments[], char *const environment[], int socket) {
  return dash_spawn_with(path, arguments, environment, (int[]){socket}, 1, -1);
}

pid_t dash_spawn_with(
    const char *path, char *const arguments[], char *const environment[], const int kept[], int count,
    int errors) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  if (errors >= 0) posix_spawn_file_actions_adddup2(&files, errors, 2);
  for (int place = 0; place < count; place++)
    posix_spawn_file_actions_adddup2(&files, kept[place], 3 + place);
  posix_spawn_file_actions_addclosefrom_np(&files, 3 + count);
  // Own process group, so that Ctrl-C in a terminal is for the host, which then ends its workers.
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t pid;
  int error = posix_spawn(&pid, path, &files, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (error) {
    errno = error;
    return -1;
  }
  return pid;
}

pid_t dash_reap(int *status, uint64_t *cpu_milliseconds) {
  struct rusage used;
  pid_t pid = wait4(-1, status, WNOHANG, &used);
  if (pid <= 0) return 0;
  *cpu_milliseconds =
      (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
      (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
  return pid;
}

int dash_child_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void dash_child_signals_clear(int descriptor) {
  struct signalfd_siginfo signals[16];
  while (read(descriptor, signals, sizeof signals) > 0) {
  }
}

uint64_t dash_pss_kib(pid_t pid) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  unsigned long long kib = 0;
  while (fgets(line, sizeof line, file) && sscanf(line, "Pss: %llu", &kib) != 1) {
  }
  fclose(file);
  return kib;
}
