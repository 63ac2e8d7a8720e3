#include "CSimdJSON.h"
#include "JSONRepair.h"

#include <memory>
#include <new>
#include <simdjson.h>
#include <vector>

using namespace simdjson;

struct dash_json_document {
  dom::parser parser;
  std::vector<dash_json_node> nodes;
  uint32_t changes = 0;
};

namespace {

// The last small document, whose memory serves the next one: most texts are messages and small
// answers, for which making a parser takes longer than parsing.
thread_local std::unique_ptr<dash_json_document> spare;
constexpr size_t spare_capacity = 64 << 10;

// simdjson refuses nesting deeper than 1,024, so this recursion is bounded.
void append(std::vector<dash_json_node> &nodes, dom::element element) {
  dash_json_node node{};
  switch (element.type()) {
  case dom::element_type::NULL_VALUE:
    node.type = DASH_JSON_NULL;
    nodes.push_back(node);
    return;
  case dom::element_type::BOOL:
    node.type = bool(element) ? DASH_JSON_TRUE : DASH_JSON_FALSE;
    nodes.push_back(node);
    return;
  case dom::element_type::INT64:
    node.type = DASH_JSON_INTEGER;
    node.integer = int64_t(element);
    nodes.push_back(node);
    return;
  case dom::element_type::UINT64:
    node.type = DASH_JSON_DOUBLE;
    node.number = double(uint64_t(element));
    nodes.push_back(node);
    return;
  case dom::element_type::DOUBLE:
    node.type = DASH_JSON_DOUBLE;
    node.number = double(element);
    nodes.push_back(node);
    return;
  case dom::element_type::STRING: {
    std::string_view text = element;
    node.type = DASH_JSON_STRING;
    node.string = text.data();
    node.count = uint32_t(text.size());
    nodes.push_back(node);
    return;
  }
  case dom::element_type::ARRAY: {
    const size_t place = nodes.size();
    node.type = DASH_JSON_ARRAY;
    nodes.push_back(node);
    uint32_t count = 0;
    for (dom::element child : dom::array(element)) {
      append(nodes, child);
      count++;
    }
    nodes[place].count = count;
    return;
  }
  case dom::element_type::OBJECT: {
    const size_t place = nodes.size();
    node.type = DASH_JSON_OBJECT;
    nodes.push_back(node);
    uint32_t count = 0;
    for (dom::key_value_pair pair : dom::object(element)) {
      dash_json_node key{};
      key.type = DASH_JSON_STRING;
      key.string = pair.key.data();
      key.count = uint32_t(pair.key.size());
      nodes.push_back(key);
      append(nodes, pair.value);
      count++;
    }
    nodes[place].count = count;
    return;
  }
  }
}

} // namespace

extern "C" dash_json_document *dash_json_parse(
    const char *bytes, size_t length, const char **error) {
  if (length >= 3 && bytes[0] == '\xEF' && bytes[1] == '\xBB' && bytes[2] == '\xBF') {
    bytes += 3;
    length -= 3;
  }
  if (length == 0) {
    *error = "the text is empty";
    return nullptr;
  }
  auto *document = spare ? spare.release() : new (std::nothrow) dash_json_document;
  if (document == nullptr) {
    *error = "out of memory";
    return nullptr;
  }
  dom::element root;
  document->changes = 0;
  if (auto code = document->parser.parse(bytes, length).get(root)) {
    // simdjson refuses a whole document for one number or letter that it cannot hold.
    const std::string text = dash::repaired(bytes, length, document->changes);
    if (document->changes == 0 || document->parser.parse(text).get(root)) {
      *error = error_message(code);
      delete document;
      return nullptr;
    }
  }
  document->nodes.reserve(length / 8 + 1);
  append(document->nodes, root);
  return document;
}

extern "C" const dash_json_node *dash_json_nodes(
    const dash_json_document *document, size_t *count) {
  *count = document->nodes.size();
  return document->nodes.data();
}

extern "C" uint32_t dash_json_changes(const dash_json_document *document) {
  return document->changes;
}

extern "C" void dash_json_free(dash_json_document *document) {
  if (spare || document->parser.capacity() > spare_capacity) {
    delete document;
    return;
  }
  document->nodes.clear();
  spare.reset(document);
}
