// MyHTML's memory. The library goes on with NULL in places, so here no memory ends the process: a script's process
// has a limit, and a page beyond it is the script's to answer for, as in CSandbox/lua.c.
//
// These functions stand in the place of the library's own: it calls them by name, as any program that links it may
// define them. A test of BlockRuntime sees a page that is too large end with the message for memory, and one of
// BlockWorker a page with 150,000 names.
#include <mycore/utils/mcsimple.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CSandbox.h"

static void *held(void *block) {
  if (!block) _exit(DASH_EXIT_MEMORY);
  return block;
}

void *mycore_malloc(size_t size) { return held(malloc(size ? size : 1)); }
void *mycore_realloc(void *block, size_t size) { return held(realloc(block, size ? size : 1)); }
void *mycore_calloc(size_t count, size_t size) { return held(calloc(count ? count : 1, size ? size : 1)); }
void *mycore_free(void *block) {
  free(block);
  return NULL;
}

// The library's own grows the list by nothing, and writes behind it, from the 131,073rd unknown name of a page on.
uint8_t *mcsimple_init_list_entries(mcsimple_t *list, size_t index) {
  if (index >= list->list_pos_size) {
    const size_t size = index + 128;
    list->list = mycore_realloc(list->list, size * sizeof *list->list);
    memset(&list->list[list->list_pos_size], 0, (size - list->list_pos_size) * sizeof *list->list);
    list->list_pos_size = size;
  }
  list->list_length = 0;
  if (!list->list[index]) {
    list->list_pos_length_used++;
    list->list[index] = mycore_malloc(list->list_size);
  }
  return list->list[index];
}
