// Bounds that MyHTML does not have. All of them act on a token before the tree sees it, so nothing grows first.
//
// - Open elements: its algorithms walk the stack for every token, so 200,000 nested <div> took over a minute. At the
//   bound the innermost element is closed by an end tag of its own, as if the page had written it: the next one
//   becomes a sibling, and the rules keep lists, modes and templates right, which popping by hand would not.
// - Formatting elements that wait for the next paragraph: each paragraph repeats them all. The oldest is forgotten.
//   Both lists have room for 4096 from the start. The adoption agency keeps pointers into them across insertions,
//   so they must never be moved to grow: within these bounds they are not.
// - Names it does not know stand in chains that are searched from the start. The chains are cut when they are long;
//   a name after that is another one than before, which matters only to an element open across the cut.
// - Texts: each that joins the one before copies both. Ours does so once, so a text in the tree gives its token
//   away (to `data`), and the library finds nothing to join.
// - Attributes of a second <html> or <body> are compared with all of the first, so of many none is looked at.
#include "parts.h"

enum {
  MOST_FORMATTING = 512,
  MOST_NAMES = 1024,
  MOST_ATTRIBUTES = 100,
  MOST_TRIES = 16,
};

static bool starts_element(const myhtml_token_node_t *token) {
  return token->tag_id > MyHTML_TAG__DOCTYPE && token->tag_id != MyHTML_TAG__END_OF_FILE &&
         !(token->type & MyHTML_TOKEN_TYPE_CLOSE);
}

static void forget_oldest_formatting(myhtml_tree_t *tree) {
  const myhtml_tree_list_t *list = tree->active_formatting;
  if (list->length < MOST_FORMATTING) return;
  // A marker stands for an open cell, caption or object, which are bounded themselves.
  size_t index = 0;
  while (index < list->length && myhtml_tree_active_formatting_is_marker(tree, list->list[index])) index++;
  myhtml_tree_active_formatting_remove_by_index(tree, index < list->length ? index : 0);
}

static void close_innermost(myhtml_tree_t *tree) {
  const myhtml_tree_list_t *open = tree->open_elements;
  // An end tag can close another element first, as with formatting elements that lie crosswise.
  for (int tries = 0; tries < MOST_TRIES && open->length >= DASH_HTML_DEPTH; tries++) {
    myhtml_token_node_t *token = myhtml_token_node_create(tree->token, tree->token->mcasync_token_id);
    token->tag_id = open->list[open->length - 1]->tag_id;
    token->type = MyHTML_TOKEN_TYPE_CLOSE | MyHTML_TOKEN_TYPE_DONE;
    while (myhtml_rules_tree_dispatcher(tree, token)) continue;
  }
}

static bool has_many_attributes(const myhtml_token_node_t *token) {
  int count = 0;
  for (const myhtml_token_attr_t *one = token->attr_first; one; one = one->next) {
    if (++count > MOST_ATTRIBUTES) return true;
  }
  return false;
}

static void limit_merging(myhtml_tree_t *tree, myhtml_token_node_t *token) {
  const bool is_html = token->tag_id == MyHTML_TAG_HTML;
  const myhtml_tree_node_t *first = is_html ? tree->node_html : tree->node_body;
  if (!first || !(is_html || token->tag_id == MyHTML_TAG_BODY)) return;
  if (has_many_attributes(token) || (first->token && has_many_attributes(first->token))) {
    token->attr_first = token->attr_last = NULL;
  }
}

static void *before_token(myhtml_tree_t *tree, myhtml_token_node_t *token, void *context) {
  dash_html_guard *guard = context;
  if (!guard->knows_mode && tree->insert_mode != MyHTML_INSERTION_MODE_INITIAL) {
    guard->knows_mode = true;
    if (dash_html_is_quirky(&tree->doctype)) tree->compat_mode = MyHTML_TREE_COMPAT_MODE_QUIRKS;
  }
  forget_oldest_formatting(tree);
  if (tree->tags->tags_count > guard->names + MOST_NAMES) {
    guard->names = tree->tags->tags_count;
    mctree_clean(tree->tags->tree);
  }
  if (!starts_element(token)) return context;
  limit_merging(tree, token);
  if (tree->open_elements->length >= DASH_HTML_DEPTH) close_innermost(tree);
  // Whatever the rules did: a list that is twice as long takes no more.
  if (tree->open_elements->length >= 2 * DASH_HTML_DEPTH) {
    token->tag_id = MyHTML_TAG__COMMENT;
    token->type = MyHTML_TOKEN_TYPE_COMMENT;
    token->raw_length = 0;
  }
  return context;
}

static void after_insertion(myhtml_tree_t *tree, myhtml_tree_node_t *node, void *context) {
  (void)tree, (void)context;
  if (node->tag_id != MyHTML_TAG__TEXT || !node->token) return;
  node->data = node->token;
  node->token = NULL;
}

void dash_html_watch(myhtml_tree_t *tree, dash_html_guard *guard) {
  myhtml_callback_before_token_done_set(tree, before_token, guard);
  myhtml_callback_tree_node_insert_set(tree, after_insertion, NULL);
}
