#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Everything a script's process may ask of the kernel: memory, its one socket, clocks, its end.
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(write),          SCMP_SYS(readv),
    SCMP_SYS(writev),         SCMP_SYS(recvmsg),        SCMP_SYS(sendmsg),
    SCMP_SYS(recvfrom),       SCMP_SYS(sendto),         SCMP_SYS(poll),
    SCMP_SYS(ppoll),          SCMP_SYS(close),          SCMP_SYS(brk),
    SCMP_SYS(munmap),         SCMP_SYS(mremap),         SCMP_SYS(madvise),
    SCMP_SYS(futex),          SCMP_SYS(rt_sigreturn),   SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),    SCMP_SYS(setitimer),
    SCMP_SYS(clock_gettime),  SCMP_SYS(gettimeofday),   SCMP_SYS(time),
    SCMP_SYS(getrandom),      SCMP_SYS(getpid),         SCMP_SYS(gettid),
    SCMP_SYS(getrusage),      SCMP_SYS(sched_yield),    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),
};

static bool build_filter(dash_sandbox *sandbox) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  // A tree instead of a list: the kernel walks the filter once for each system call there is,
  // whenever a child enters it.
  int failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
  }
  // Memory may be mapped and changed, but never be made executable.
  failed |= seccomp_rule_add(
      filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  failed |= seccomp_rule_add(
      filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  // The limits of the run, which are known only when it begins and can only go down.
  for (int resource = RLIMIT_CPU; resource <= RLIMIT_AS; resource++) {
    if (resource != RLIMIT_CPU && resource != RLIMIT_AS) continue;
    failed |= seccomp_rule_add(
        filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
        SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)resource));
    failed |= seccomp_rule_add(
        filter, SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), 1,
        SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)resource));
  }
  // stdio asks what its descriptor is; the answer says nothing about the machine.
  failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(fstat), 0);
  failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(newfstatat), 0);
  // abort(3) raises first, and ends by a faulting instruction when it may not.
  failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 0);
  int file = memfd_create("filter", MFD_CLOEXEC);
  struct stat info;
  bool ok = !failed && file >= 0 && seccomp_export_bpf(filter, file) == 0 &&
            fstat(file, &info) == 0 && info.st_size > 0;
  if (ok) {
    sandbox->filter = malloc((size_t)info.st_size);
    sandbox->filter_length = (unsigned short)((size_t)info.st_size / sizeof(struct sock_filter));
    ok = sandbox->filter && pread(file, sandbox->filter, (size_t)info.st_size, 0) == info.st_size;
  }
  if (file >= 0) close(file);
  seccomp_release(filter);
  return ok;
}

static bool enter_landlock(void) {
  int version =
      (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  // Every right of the version the kernel has is handled, and no path is allowed any of them.
  struct landlock_ruleset_attr rules = {.handled_access_fs = (1ULL << 13) - 1};
  if (version >= 2) rules.handled_access_fs |= 1ULL << 13;  // refer
  if (version >= 3) rules.handled_access_fs |= 1ULL << 14;  // truncate
  if (version >= 5) rules.handled_access_fs |= 1ULL << 15;  // ioctl on devices
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (ruleset < 0) return false;
  bool on = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return on;
}

void dash_sandbox_prepare(dash_sandbox *sandbox) {
  sandbox->layers = DASH_LAYER_LIMITS;
  sandbox->zygote = getpid();
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file) {
    if (fscanf(file, "%ld", &pages) != 1) pages = 0;
    fclose(file);
  }
  sandbox->base_bytes = (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC) == 0) {
    sandbox->layers |= DASH_LAYER_NAMESPACES;
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) sandbox->layers |= DASH_LAYER_NO_NEW_PRIVS;
  if (enter_landlock()) sandbox->layers |= DASH_LAYER_LANDLOCK;
  if (build_filter(sandbox)) sandbox->layers |= DASH_LAYER_SECCOMP;
}

static bool limit(int resource, rlim_t value) {
  struct rlimit both = {value, value};
  return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

int dash_sandbox_enter(const dash_sandbox *sandbox, int socket) {
  int on = sandbox->layers;
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != sandbox->zygote) _exit(DASH_EXIT_PROTOCOL);  // the zygote ended before we asked
  if (socket != 3) dup2(socket, 3);
  close_range(4, ~0U, 0);
  close_range(0, 2, 0);
  bool is_limited = limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
                    limit(RLIMIT_NOFILE, 0);
  if (!is_limited) on &= ~DASH_LAYER_LIMITS;
  if (sandbox->filter) {
    struct sock_fprog program = {sandbox->filter_length, sandbox->filter};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
      on &= ~DASH_LAYER_SECCOMP;
    }
  }
  return on;
}

void dash_sandbox_limit_memory(const dash_sandbox *sandbox, size_t bytes) {
  // EPERM: the limit is lower already.
  if (!limit(RLIMIT_AS, sandbox->base_bytes + bytes) && errno != EPERM) _exit(DASH_EXIT_SANDBOX);
}
