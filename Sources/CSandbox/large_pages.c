#define _GNU_SOURCE
#include "CSandbox.h"

#include <link.h>
#include <linux/mman.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 2 << 20 };

static char *aligned_down(const char *address) {
  return (char *)((uintptr_t)address / LARGE_PAGE * LARGE_PAGE);
}

static char *aligned_up(const char *address) { return aligned_down(address + LARGE_PAGE - 1); }

// Makes `copy`, which is writable and aligned, an executable copy of `code`, and puts it in its place: one
// exchange of addresses for the same bytes, so that the code may be this one.
static bool replace(char *code, char *copy, size_t length) {
  if (madvise(copy, length, MADV_HUGEPAGE) != 0) return false;
  memcpy(copy, code, length);
  // Succeeds where all of it lies on large pages by now. Small ones would make each fork slower.
  return madvise(copy, length, MADV_COLLAPSE) == 0 &&
         mprotect(copy, length, PROT_READ | PROT_EXEC) == 0 &&
         mremap(copy, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, code) == code;
}

size_t dash_code_to_large_pages(const void *start, size_t length) {
  char *code = aligned_up(start), *end = aligned_down((const char *)start + length);
  if (code >= end) return 0;
  length = (size_t)(end - code);
  const size_t room_length = length + LARGE_PAGE;
  char *room =
      mmap(NULL, room_length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return 0;
  char *copy = aligned_up(room), *after = copy + length;
  const bool is_replaced = replace(code, copy, length);
  if (!is_replaced) munmap(copy, length);
  if (copy > room) munmap(room, (size_t)(copy - room));
  if (room + room_length > after) munmap(after, (size_t)(room + room_length - after));
  return is_replaced ? length : 0;
}

// The program itself is the first object that is told.
static int move_code(struct dl_phdr_info *program, size_t size, void *moved) {
  (void)size;
  for (int i = 0; i < program->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &program->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || segment->p_flags != (PF_R | PF_X)) continue;
    *(size_t *)moved += dash_code_to_large_pages(
        (const char *)program->dlpi_addr + segment->p_vaddr, segment->p_filesz);
  }
  return 1;
}

size_t dash_program_to_large_pages(void) {
  size_t moved = 0;
  dl_iterate_phdr(move_code, &moved);
  return moved;
}
