#define _GNU_SOURCE
#include "CWorkerProbe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <linux/sched.h>
#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is(const char *attempt, const char *name) { return strcmp(attempt, name) == 0; }

long dash_probe(const char *attempt) {
  static char page[1 << 16];
  if (is(attempt, "fork")) return syscall(SYS_fork);
  if (is(attempt, "vfork")) return syscall(SYS_clone, CLONE_VM | SIGCHLD, 0, 0, 0, 0);
  if (is(attempt, "clone3")) {
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    return syscall(SYS_clone3, &arguments, sizeof arguments);
  }
  if (is(attempt, "exec")) {
    char *arguments[] = {"/bin/true", NULL};
    return syscall(SYS_execve, "/bin/true", arguments, NULL);
  }
  if (is(attempt, "ptrace")) return syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0);
  if (is(attempt, "ptrace parent")) return syscall(SYS_ptrace, PTRACE_ATTACH, getppid(), 0, 0);
  if (is(attempt, "socket")) return syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
  if (is(attempt, "unix socket")) return syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
  if (is(attempt, "open")) return syscall(SYS_open, "/etc/passwd", O_RDONLY);
  if (is(attempt, "openat")) return syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
  if (is(attempt, "proc")) return syscall(SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR);
  if (is(attempt, "kill parent")) return syscall(SYS_kill, getppid(), SIGKILL);
  if (is(attempt, "kill all")) return syscall(SYS_kill, -1, SIGKILL);
  if (is(attempt, "tgkill parent")) return syscall(SYS_tgkill, 1, 1, SIGKILL);
  if (is(attempt, "mmap wx")) {
    return syscall(
        SYS_mmap, NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }
  if (is(attempt, "mprotect wx")) {
    return syscall(SYS_mprotect, page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
  }
  if (is(attempt, "io_uring")) {
    struct io_uring_params parameters = {0};
    return syscall(SYS_io_uring_setup, 4, &parameters);
  }
  if (is(attempt, "userfaultfd")) return syscall(SYS_userfaultfd, O_CLOEXEC);
  if (is(attempt, "bpf")) return syscall(SYS_bpf, 0, page, 128);
  if (is(attempt, "unshare")) return syscall(SYS_unshare, CLONE_NEWUSER);
  if (is(attempt, "mount")) return syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL);
  if (is(attempt, "keyctl")) return syscall(SYS_keyctl, 0, 0, 0, 0, 0);
  if (is(attempt, "process_vm_readv")) {
    return syscall(SYS_process_vm_readv, getppid(), page, 0, page, 0, 0);
  }
  if (is(attempt, "memfd_create")) return syscall(SYS_memfd_create, "x", 0);
  if (is(attempt, "setuid")) return syscall(SYS_setuid, 0);
  if (is(attempt, "raise nofile")) {
    struct rlimit limit = {100, 100};
    return syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, NULL);
  }
  if (is(attempt, "prlimit parent")) {
    struct rlimit limit = {0, 0};
    return syscall(SYS_prlimit64, getppid(), RLIMIT_AS, &limit, NULL);
  }
  if (is(attempt, "raise memory")) {
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return syscall(SYS_prlimit64, 0, RLIMIT_AS, &limit, NULL);
  }
  if (is(attempt, "write descriptors")) {
    // Only the socket of the run is open: every other descriptor must be refused.
    for (int descriptor = 0; descriptor < 64; descriptor++) {
      if (descriptor == 3) continue;
      if (write(descriptor, page, 0) == 0) return descriptor;
    }
    return -1;
  }
  if (is(attempt, "garbage")) {
    memset(page, 0xFF, sizeof page);
    return write(3, page, sizeof page);
  }
  if (is(attempt, "half a frame")) {
    unsigned length = 100;
    write(3, &length, sizeof length);
    _exit(0);
  }
  if (is(attempt, "end")) _exit(0);
  if (is(attempt, "crash")) __builtin_trap();
  return -2;
}

int dash_probe_spawn(const char *path, const char *argument, int socket) {
  int pid = fork();
  if (pid != 0) return pid;
  dup2(socket, 3);
  close_range(4, ~0U, 0);
  execl(path, path, argument, (char *)NULL);
  _exit(127);
}

int dash_probe_watch(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
