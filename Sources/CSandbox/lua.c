#include "CSandbox.h"

#include <lauxlib.h>
#include <lualib.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

// ---- last words -------------------------------------------------------------------------------

static int line_of(lua_State *L, const char *chunk) {
  lua_Debug frame;
  for (int level = 0; level < 200 && lua_getstack(L, level, &frame); level++) {
    if (lua_getinfo(L, "Sl", &frame) && frame.currentline > 0 &&
        strcmp(frame.short_src, chunk) == 0) {
      return frame.currentline;
    }
  }
  return 0;
}

int dash_lua_line(lua_State *L, const char *chunk) { return line_of(L, chunk); }

// Writes a number of so many bytes, least significant first.
static unsigned char *put(unsigned char *at, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; i++) *at++ = (unsigned char)(number >> (8 * i));
  return at;
}

// The message `limit` of WorkerProtocol (`ChildMessage`): length, kind, and its fields.
enum { LIMIT_MESSAGE = 6, LIMIT_LENGTH = 1 + 1 + 8 + 8 + 8 };

// Tells the host which limit was crossed at which line, and ends the process. Only reads the Lua
// state and only calls what is safe in a signal handler of a process that ends anyway.
static _Noreturn void die(dash_meter *meter, int limit, int status) {
  if (meter->report_fd >= 0) {
    int line = meter->running ? line_of(meter->running, "block.lua") : 0;
    unsigned char frame[4 + LIMIT_LENGTH], *at = frame;
    at = put(at, LIMIT_LENGTH, 4);
    at = put(at, LIMIT_MESSAGE, 1);
    at = put(at, (uint64_t)limit, 1);
    at = put(at, (uint64_t)line, 8);
    at = put(at, meter->peak, 8);
    at = put(at, dash_cpu_milliseconds(), 8);
    ssize_t written = write(meter->report_fd, frame, (size_t)(at - frame));
    (void)written;
  }
  _exit(status);
}

void dash_lua_end(lua_State *L, int limit) {
  dash_meter *meter = dash_lua_meter(L);
  meter->running = L;
  die(meter, limit, DASH_EXIT_LIMIT);
}

uint64_t dash_cpu_milliseconds(void) {
  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) != 0) return 0;
  return (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
         (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

// ---- memory -----------------------------------------------------------------------------------

// Never returns NULL: crossing the limit ends the process, so no memory error is ever raised (and
// none can cross a Swift frame).
static void *allocate(void *context, void *old, size_t old_size, size_t new_size) {
  dash_meter *meter = context;
  if (new_size == 0) {
    if (old) meter->used -= old_size;
    free(old);
    return NULL;
  }
  const size_t held = old ? old_size : 0;
  if (new_size > held && meter->limit && meter->used + (new_size - held) > meter->limit) {
    die(meter, DASH_LIMIT_MEMORY, DASH_EXIT_MEMORY);
  }
  void *block = realloc(old, new_size);
  if (!block) die(meter, DASH_LIMIT_MEMORY, DASH_EXIT_MEMORY);
  meter->used += new_size - held;
  if (meter->used > meter->peak) meter->peak = meter->used;
  return block;
}

lua_State *dash_lua_new(dash_meter *meter) {
  lua_State *L = lua_newstate(allocate, meter);
  if (L) meter->running = L;
  return L;
}

dash_meter *dash_lua_meter(lua_State *L) {
  void *meter;
  lua_getallocf(L, &meter);
  return meter;
}

// ---- time -------------------------------------------------------------------------------------

// The state whose limits they are: a child runs one script.
static dash_meter *armed;
// The limit that was crossed and is not told yet; 0 before.
static volatile sig_atomic_t crossed;
// How long the hook has to fire.
enum { HOOK_MICROSECONDS = 30000 };

static void tell(void) {
  if (crossed == DASH_LIMIT_CPU) die(armed, DASH_LIMIT_CPU, DASH_EXIT_CPU);
  die(armed, DASH_LIMIT_SECONDS, DASH_EXIT_SECONDS);
}

static void stop_at_line(lua_State *L, lua_Debug *frame) {
  (void)L, (void)frame;
  tell();
}

// First the hook, which knows the exact line; if it does not fire because a C function does not
// end, the next signal speaks for it. The time of the next one counts from here: a child that did
// not get the processor at once has as long as any other.
static void on_limit(int number) {
  if (crossed) tell();
  crossed = number == SIGXCPU ? DASH_LIMIT_CPU : DASH_LIMIT_SECONDS;
  if (!armed->running) tell();
  lua_sethook(armed->running, stop_at_line, LUA_MASKLINE | LUA_MASKCOUNT, 1);
  const struct itimerval timer = {.it_value = {0, HOOK_MICROSECONDS}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

void dash_lua_watch(dash_meter *meter) {
  armed = meter;
  struct sigaction action = {.sa_handler = on_limit, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGALRM);
  sigaddset(&action.sa_mask, SIGXCPU);
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGXCPU, &action, NULL);
}

void dash_lua_arm(uint64_t milliseconds, uint64_t cpu_seconds) {
  if (cpu_seconds) {
    struct rlimit cpu = {cpu_seconds, cpu_seconds + 1};
    setrlimit(RLIMIT_CPU, &cpu);
  }
  const struct itimerval timer = {
      .it_value = {(time_t)(milliseconds / 1000), (suseconds_t)(milliseconds % 1000) * 1000},
  };
  setitimer(ITIMER_REAL, &timer, NULL);
}

// ---- profile -----------------------------------------------------------------------------------

enum { PROFILED_LINES = 4096 };
static dash_line_time profiled[PROFILED_LINES];
// The line whose time it is since then; 0 outside of the script.
static int current_line;
static uint64_t current_since;

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void pass_to(int line) {
  const uint64_t now = nanoseconds();
  profiled[current_line].nanoseconds += now - current_since;
  current_since = now;
  current_line = line < PROFILED_LINES ? line : 0;
}

// The line of the script that a frame is at; 0 for frames of modules and of C.
static int script_line(lua_State *L, lua_Debug *frame) {
  if (!lua_getinfo(L, "Sl", frame) || strcmp(frame->short_src, "block.lua") != 0) return 0;
  return frame->currentline > 0 ? frame->currentline : 0;
}

static void on_line_or_return(lua_State *L, lua_Debug *event) {
  lua_Debug caller;
  int line = 0;
  if (event->event == LUA_HOOKLINE) {
    line = script_line(L, event);
    if (line > 0 && line < PROFILED_LINES) profiled[line].hits++;
  } else if (lua_getstack(L, 1, &caller)) {
    // The rest of the caller's line is its own time again.
    line = script_line(L, &caller);
  }
  if (line > 0) pass_to(line);
}

void dash_lua_profile(lua_State *L) {
  current_line = 0;
  current_since = nanoseconds();
  lua_sethook(L, on_line_or_return, LUA_MASKLINE | LUA_MASKRET, 0);
}

const dash_line_time *dash_lua_profiled(lua_State *L, int *count) {
  pass_to(0);
  lua_sethook(L, NULL, 0, 0);
  *count = PROFILED_LINES;
  return profiled;
}

// ---- calls ------------------------------------------------------------------------------------

static int trampoline(lua_State *L) {
  dash_native handler = (dash_native)lua_touserdata(L, lua_upvalueindex(1));
  int results = handler(L, (int)lua_tointeger(L, lua_upvalueindex(2)));
  return results >= 0 ? results : lua_error(L);
}

void dash_lua_push_native(lua_State *L, dash_native handler, int index) {
  lua_pushlightuserdata(L, (void *)handler);
  lua_pushinteger(L, index);
  lua_pushcclosure(L, trampoline, 2);
}

int dash_lua_load(lua_State *L, const char *text, size_t length, const char *chunk) {
  // As luaL_loadfilex: a byte order mark, and a first line for a shell, are no part of the script.
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
    text += 3;
    length -= 3;
  }
  if (length > 0 && *text == '#') {
    const char *end = memchr(text, '\n', length);
    length = end ? length - (size_t)(end - text) : 0;
    text = end ? end : "";
  }
  return luaL_loadbufferx(L, text, length, chunk, "t");
}

int dash_lua_call(lua_State *L, int arguments, int results, int handler) {
  return lua_pcallk(L, arguments, results, handler, 0, NULL);
}

// Takes what is free between live blocks, largest first, until blocks come from the end of the heap.
static void fill_holes(void) {
  mallopt(M_MXFAST, 0);  // no lists that a child would have to merge
  malloc_trim(0);
  const char *end = sbrk(0);
  for (size_t size = 64 << 10; size >= 16; size -= size > 2048 ? size / 4 / 16 * 16 : 16) {
    const char *block;
    do block = malloc(size);
    while (block && block < end);
    free((void *)block);
  }
}

void dash_lua_collect(lua_State *L) {
  lua_gc(L, LUA_GCCOLLECT);
  lua_gc(L, LUA_GCCOLLECT);
  fill_holes();
}

void dash_lua_push_debug(lua_State *L) {
  luaL_requiref(L, LUA_DBLIBNAME, luaopen_debug, 0);
}

// ---- coroutines -------------------------------------------------------------------------------

static lua_State *coroutine_argument(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  return co;
}

// As auxresume of lcorolib.c (MIT licence of Lua), with `running` kept right.
static int resume(lua_State *L, lua_State *co, int arguments) {
  if (!lua_checkstack(co, arguments)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  dash_meter *meter = dash_lua_meter(L);
  int results;
  lua_xmove(L, co, arguments);
  meter->running = co;
  int status = lua_resume(co, L, arguments, &results);
  meter->running = L;
  if (status == LUA_OK || status == LUA_YIELD) {
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      lua_pushliteral(L, "too many results to resume");
      return -1;
    }
    lua_xmove(co, L, results);
    return results;
  }
  lua_xmove(co, L, 1);
  return -1;
}

static int coroutine_resume(lua_State *L) {
  lua_State *co = coroutine_argument(L);
  int results = resume(L, co, lua_gettop(L) - 1);
  lua_pushboolean(L, results >= 0);
  lua_insert(L, results >= 0 ? -(results + 1) : -2);
  return results >= 0 ? results + 1 : 2;
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int results = resume(L, co, lua_gettop(L));
  if (results >= 0) return results;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_resetthread(co);
    lua_xmove(co, L, lua_gettop(co) > 0 ? 1 : 0);
  }
  return lua_error(L);
}

static int coroutine_wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

void dash_lua_open_libraries(lua_State *L) {
  static const luaL_Reg libraries[] = {
      {LUA_GNAME, luaopen_base},       {LUA_COLIBNAME, luaopen_coroutine},
      {LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
      {LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
  };
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
    lua_pop(L, 1);
  }
  lua_getglobal(L, LUA_COLIBNAME);
  lua_pushcfunction(L, coroutine_resume);
  lua_setfield(L, -2, "resume");
  lua_pushcfunction(L, coroutine_wrap);
  lua_setfield(L, -2, "wrap");
  lua_pop(L, 1);
}
