// What the kernel itself costs, from a small C program: the floor of every run.
//   floors fork N PAUSE        median microseconds of fork + _exit + waitpid
//   floors spawn N PAUSE CMD…  median microseconds of posix_spawn + waitpid
// with PAUSE milliseconds of sleep before each, as between the runs that stand beside them.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **words) {
  if (count < 4) return 64;
  int rounds = atoi(words[2]);
  double *times = calloc((size_t)rounds, sizeof *times);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  for (int i = 0; i < rounds; i++) {
    usleep((useconds_t)atoi(words[3]) * 1000);
    double start = now();
    pid_t pid;
    if (strcmp(words[1], "fork") == 0) {
      pid = fork();
      if (pid == 0) _exit(0);
    } else if (posix_spawnp(&pid, words[4], &files, NULL, words + 4, environ) != 0) {
      return 1;
    }
    waitpid(pid, NULL, 0);
    times[i] = now() - start;
  }
  qsort(times, (size_t)rounds, sizeof *times, ascending);
  printf("%.1f\n", times[rounds / 2]);
  return 0;
}
