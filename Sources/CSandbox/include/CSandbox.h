// What Swift cannot do by itself: fork, pass descriptors, enter the sandbox, and call Swift from
// Lua without a longjmp ever crossing a Swift frame.
#pragma once
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ---- lua.c: a Lua state with limits -----------------------------------------------------------

/// A native function: reads its arguments from `L` and pushes its results, both with API functions
/// that cannot raise. Returns the number of results, or -1 with an error value on top.
typedef int (*dash_native)(lua_State *L, int index);

/// The book-keeping of one state. Lives as long as the state.
typedef struct dash_meter {
  size_t used, peak, limit;  // bytes of the Lua allocator
  lua_State *running;        // the coroutine that runs now
  int report_fd;             // where a dying state tells its last line; -1: nowhere
  void *owner;               // whoever made the state; for the native functions
} dash_meter;

/// A state without libraries whose allocator counts, and ends the process at `limit`.
lua_State *dash_lua_new(dash_meter *meter);

/// Pushes a C closure that calls `handler(L, index)` and raises after Swift returned.
void dash_lua_push_native(lua_State *L, dash_native handler, int index);

/// Opens the base, coroutine, string, table, math and utf8 libraries. `coroutine.resume` and
/// `coroutine.wrap` are our own, so that `meter->running` is always right.
void dash_lua_open_libraries(lua_State *L);

/// Compiles `text` (never bytecode) as `chunk`; leaves a function or a message; returns a status.
int dash_lua_load(lua_State *L, const char *text, size_t length, const char *chunk);

/// lua_pcall with the message handler at the absolute index `handler` (0: none).
int dash_lua_call(lua_State *L, int arguments, int results, int handler);

/// Collects all garbage, so that no collection, which writes all over the heap and so copies its
/// pages, begins soon in a child; and gives away the free memory between live blocks, so that the
/// blocks of a child lie on a few fresh pages, and not in one hole of each page.
void dash_lua_collect(lua_State *L);

/// The state of `meter` is the one whose script the limits of `dash_lua_arm` end, in this process and its forks.
void dash_lua_watch(dash_meter *meter);

/// Ends the process with a last word when the run takes longer than this, or uses more CPU; 0: no limit.
void dash_lua_arm(uint64_t milliseconds, uint64_t cpu_seconds);

/// Where the time of a script went that runs on `L`: begins to count. What a module does is time of the line
/// that called it. One profile a process.
void dash_lua_profile(lua_State *L);

/// The time of one line, and how often it was begun.
typedef struct {
  uint64_t nanoseconds;
  uint64_t hits;
} dash_line_time;

/// Ends the count. The table holds so many lines, the first of which is 0; later lines of a script are not in it.
const dash_line_time *dash_lua_profiled(lua_State *L, int *count);

/// The line of the innermost frame of `chunk` that runs on `L`, 0 if there is none. Allocates nothing.
int dash_lua_line(lua_State *L, const char *chunk);

/// A limit that ends a process: `ScriptLimit` of WorkerProtocol.
enum {
  DASH_LIMIT_MEMORY = 1,
  DASH_LIMIT_SECONDS = 2,
  DASH_LIMIT_CPU = 3,
};

/// Ends the process with a last word that names `limit` and the script's line.
_Noreturn void dash_lua_end(lua_State *L, int limit);

/// CPU time of this process in milliseconds.
uint64_t dash_cpu_milliseconds(void);

/// The meter a state was made with.
dash_meter *dash_lua_meter(lua_State *L);

/// The debug library as a table on the stack, for the host's message handler only.
void dash_lua_push_debug(lua_State *L);

// ---- process.c: forks, descriptors, last words ------------------------------------------------

/// Why a child ended itself: its exit status.
enum {
  DASH_EXIT_OK = 0,
  DASH_EXIT_PROTOCOL = 80,  // the host went away or sent nonsense
  DASH_EXIT_SANDBOX = 81,   // a layer that was promised could not be entered
  DASH_EXIT_MEMORY = 86,
  DASH_EXIT_SECONDS = 87,
  DASH_EXIT_CPU = 88,
  DASH_EXIT_LIMIT = 89,     // another limit, which the last word names
};

/// fork(2). Only the single-threaded zygote may call it.
pid_t dash_fork(void);

/// Sends `length` bytes and, unless -1, a descriptor. Returns 0, or -1 with errno.
int dash_send(int socket, const void *bytes, size_t length, int descriptor);

/// Receives at most `length` bytes and at most one descriptor (close-on-exec), else -1 in it.
ssize_t dash_receive(int socket, void *bytes, size_t length, int *descriptor);

/// Waits until a descriptor can be read, at most this long. A thread that `sleeps` leaves the
/// processor; one that does not asks again and again, which for an answer within microseconds is
/// sooner than being woken, and lets others run in between.
bool dash_wait_readable(int descriptor, uint64_t microseconds, bool sleeps);

/// Starts `path` with only stdin (/dev/null), stdout (/dev/null), stderr and `socket` as
/// descriptor 3, with the environment `environment`. Returns the pid or -1 with errno.
pid_t dash_spawn(
    const char *path, char *const arguments[], char *const environment[], int socket);

/// As `dash_spawn`, with `count` descriptors of `kept` as 3, 4, … (one may be there twice), and with
/// stderr to `errors` unless that is -1.
pid_t dash_spawn_with(
    const char *path, char *const arguments[], char *const environment[], const int kept[], int count,
    int errors);

/// Reaps one ended child: its pid, exit status as of waitpid(2), CPU milliseconds; 0 if none ended.
pid_t dash_reap(int *status, uint64_t *cpu_milliseconds);

/// A descriptor that is readable when a child ended; SIGCHLD is blocked for it.
int dash_child_signals(void);
void dash_child_signals_clear(int descriptor);

/// Proportional set size of a process in kibibytes, 0 if unknown.
uint64_t dash_pss_kib(pid_t pid);

// ---- large_pages.c: code that a fork inherits --------------------------------------------------

/// Moves the code of this program onto large pages (2 MiB) of its own, as far as it fills them, where the kernel has
/// some. A child of a fork begins without the pages of a file: each 64 KiB of code that it runs cost a
/// fault, and each page of it a step when it ends. A large page is one entry, which a fork copies.
/// Only a process of one thread may call it. Returns the bytes that were moved.
size_t dash_program_to_large_pages(void);

/// As `dash_program_to_large_pages`, for code that lies at `start`.
size_t dash_code_to_large_pages(const void *start, size_t length);

// ---- layers.c: the sandbox --------------------------------------------------------------------

enum {
  DASH_LAYER_NO_NEW_PRIVS = 1 << 0,
  DASH_LAYER_NAMESPACES = 1 << 1,
  DASH_LAYER_LANDLOCK = 1 << 2,
  DASH_LAYER_SECCOMP = 1 << 3,
  DASH_LAYER_LIMITS = 1 << 4,
  DASH_LAYER_ALL = (1 << 5) - 1,
};

/// A seccomp program, built once, and the size of the process it is for.
typedef struct dash_sandbox {
  int layers;              // DASH_LAYER_* that are on, or were found possible
  void *filter;            // struct sock_filter[]
  unsigned short filter_length;
  pid_t zygote;            // whose end ends every child
  size_t base_bytes;       // address space of the zygote, which every child begins with
} dash_sandbox;

/// Enters what the zygote enters once: no_new_privs, empty namespaces, Landlock; builds the filter.
void dash_sandbox_prepare(dash_sandbox *sandbox);

/// Enters the rest in a forked child. Closes every descriptor but `socket`, which becomes 3, and
/// leaves room for one more, which becomes 0. Returns the DASH_LAYER_* that are on now.
int dash_sandbox_enter(const dash_sandbox *sandbox, int socket);

/// Limits the address space to that of the zygote plus `bytes`.
void dash_sandbox_limit_memory(const dash_sandbox *sandbox, size_t bytes);
