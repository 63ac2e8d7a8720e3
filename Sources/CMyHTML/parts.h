// What the files of this wrapper know of each other.
#pragma once
#include <myhtml/myhtml.h>
#include <myhtml/rules.h>

#include "CMyHTML.h"

/// What the guard remembers during a parse.
typedef struct {
  bool knows_mode;  // has the doctype been looked at?
  size_t names;     // of the library when its chains were cut last
} dash_html_guard;

/// Keeps a parse within bounds; `guard` lives as long as the parse.
void dash_html_watch(myhtml_tree_t *tree, dash_html_guard *guard);

/// Does this doctype ask for quirks mode?
bool dash_html_is_quirky(const myhtml_tree_doctype_t *doctype);

/// How much of a text there is without a tag that the end of the page cuts off.
size_t dash_html_whole_tags(const char *text, size_t length);

/// Numbers for names of elements and attributes, the same in any case.
typedef struct {
  struct dash_html_entry *entries;
  uint32_t count, room;
  uint32_t *slots;  // number + 1 of a name, 0 for none; a power of two, at most half of them taken
  uint32_t mask;
} dash_html_names;

/// The number of a name, a new one when it is new. `name` lives as long as the list.
uint32_t dash_html_number(dash_html_names *names, const char *name, size_t length);
/// Is this the first time that `element` asks for the name? Each element has a number above those before.
bool dash_html_is_first(dash_html_names *names, uint32_t number, size_t element);
void dash_html_names_free(dash_html_names *names);

struct dash_html_entry {
  const char *name;
  size_t length;
  size_t element;  // that asked last
  uint32_t hash;
};
