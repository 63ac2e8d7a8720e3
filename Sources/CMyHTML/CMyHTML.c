// Parsing, and walking through the tree without recursion.
#include <string.h>

#include "parts.h"

struct dash_html_page {
  myhtml_t *library;
  myhtml_tree_t *tree;
  dash_html_guard guard;
  dash_html_names names;
  uint32_t *numbers;               // number + 1 of a tag's name, 0 for not asked yet
  myhtml_tree_node_t *node;        // where the walk stands; NULL at its end
  const myhtml_token_attr_t *attribute;  // of `node`, to be told next
  bool is_done;                    // has `node` been told, and all in it?
  size_t elements;
};

dash_html_page *dash_html_parse(const char *text, size_t length) {
  dash_html_page *page = mycore_calloc(1, sizeof *page);
  page->library = myhtml_create();
  page->tree = myhtml_tree_create();
  // Nothing of this fails but for want of memory, and that ends the process (memory.c). One thread: the one that
  // calls.
  myhtml_init(page->library, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0);
  myhtml_tree_init(page->tree, page->library);
  dash_html_watch(page->tree, &page->guard);
  myhtml_parse_single(page->tree, MyENCODING_UTF_8, text, dash_html_whole_tags(text, length));
  page->numbers = mycore_calloc(page->tree->tags->tags_count, sizeof *page->numbers);
  page->node = page->tree->document->child;
  return page;
}

void dash_html_free(dash_html_page *page) {
  dash_html_names_free(&page->names);
  mycore_free(page->numbers);
  myhtml_tree_destroy(page->tree);
  myhtml_destroy(page->library);
  mycore_free(page);
}

const char *dash_html_name(const dash_html_page *page, uint32_t number, size_t *length) {
  *length = page->names.entries[number].length;
  return page->names.entries[number].name;
}

static uint32_t number_of_tag(dash_html_page *page, myhtml_tag_id_t tag) {
  if (!page->numbers[tag]) {
    size_t length = 0;
    const char *name = myhtml_tag_name_by_id(page->tree, tag, &length);
    page->numbers[tag] = dash_html_number(&page->names, name ? name : "", name ? length : 0) + 1;
  }
  return page->numbers[tag] - 1;
}

// The next attribute of the element that has a name and was not told yet.
static bool next_attribute(dash_html_page *page, dash_html_event *event) {
  while (page->attribute) {
    const myhtml_token_attr_t *one = page->attribute;
    page->attribute = one->next;
    if (!one->key.length) continue;
    const uint32_t number = dash_html_number(&page->names, one->key.data, one->key.length);
    if (!dash_html_is_first(&page->names, number, page->elements)) continue;
    *event = (dash_html_event){DASH_HTML_ATTRIBUTE, number, one->value.data, one->value.data ? one->value.length : 0};
    return true;
  }
  return false;
}

static void step(dash_html_page *page) {
  myhtml_tree_node_t *node = page->node;
  if (!page->is_done && node->child) {
    page->node = node->child;
  } else if (node->next) {
    page->node = node->next;
    page->is_done = false;
  } else {
    page->node = node->parent == page->tree->document ? NULL : node->parent;
    page->is_done = true;
  }
}

static bool is_element(const myhtml_tree_node_t *node) { return node->tag_id > MyHTML_TAG__DOCTYPE; }

bool dash_html_next(dash_html_page *page, dash_html_event *event) {
  if (next_attribute(page, event)) return true;
  while (page->node) {
    myhtml_tree_node_t *node = page->node;
    if (is_element(node) && !page->is_done) {
      *event = (dash_html_event){.kind = DASH_HTML_OPEN, .name = number_of_tag(page, node->tag_id)};
      page->elements++;
      page->attribute = node->token ? node->token->attr_first : NULL;
      if (node->child) step(page);
      else page->is_done = true;
      return true;
    }
    const bool is_end = is_element(node);
    step(page);
    if (is_end) {
      *event = (dash_html_event){.kind = DASH_HTML_CLOSE};
      return true;
    }
    const myhtml_token_node_t *token = node->data;
    if (node->tag_id == MyHTML_TAG__TEXT && token && token->str.length) {
      *event = (dash_html_event){DASH_HTML_TEXT, 0, token->str.data, token->str.length};
      return true;
    }
  }
  return false;
}
