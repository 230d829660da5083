/// Runs a program and says what it took: `launch PROGRAM ARGUMENT…`.
///
/// The last line on standard error is `{"wall":µs,"peak":kilobytes,"status":code}`. A small program of its
/// own, because Linux counts the memory of whoever forks towards the peak of the child.

#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: launch PROGRAM ARGUMENT...\n");
    return 2;
  }
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  pid_t child = vfork();
  if (child == 0) {
    execvp(arguments[1], arguments + 1);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    perror("launch");
    return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  double wall = (double)(end.tv_sec - start.tv_sec) * 1e6 + (double)(end.tv_nsec - start.tv_nsec) / 1e3;
  int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  fprintf(stderr, "{\"wall\":%.1f,\"peak\":%ld,\"status\":%d}\n", wall, usage.ru_maxrss, code);
  return code;
}
