/// Words that other dashboards use for ours. They are repaired, never part of the
/// schema. All keys are lowercase.
enum Aliases {
  static let components: [String: String] = [
    "metric": "stat", "kpi": "stat", "number": "stat", "statistic": "stat", "counter": "stat",
    "alert": "callout", "notice": "callout", "banner": "callout", "info": "callout",
    "kv": "keyvalue", "facts": "keyvalue", "factset": "keyvalue", "key_value": "keyvalue",
    "key-value": "keyvalue", "keyvalues": "keyvalue", "definition-list": "keyvalue",
    "stack": "column", "vstack": "column", "col": "column", "box": "column",
    "hstack": "row", "flex": "row", "columns": "row", "columnset": "row",
    "card": "section", "container": "section", "group": "section", "panel": "section",
    "img": "image", "picture": "image", "hr": "divider", "separator": "divider",
    "gauge": "progress", "progressbar": "progress", "progress-bar": "progress", "meter": "progress",
    "countdown": "time", "clock": "time", "timer": "time", "datetime": "time",
    "repeat": "each", "loop": "each", "foreach": "each", "for": "each", "map": "each",
    "title": "heading", "header": "heading", "h1": "heading", "h2": "heading", "h3": "heading",
    "textblock": "text", "paragraph": "text", "p": "text", "label": "text", "span": "text",
    "md": "markdown", "richtext": "markdown", "a": "link", "anchor": "link",
    "tag": "badge", "chip": "badge", "pill": "badge",
    "feed": "list", "items": "list", "ul": "list", "ol": "list", "datatable": "table",
    "linechart": "chart", "barchart": "chart", "graph": "chart", "plot": "chart",
    "agenda": "calendar", "events": "timeline", "accordion": "section", "collapse": "section",
    "placeholder": "empty", "input": "form", "settings": "form", "todo": "checkbox",
    "uptime": "strip", "heatstrip": "strip", "console": "log", "terminal": "log",
  ]

  /// Property names, tried after the near names of the component.
  static let properties: [String: [PropertyName]] = [
    "content": [.text, .children], "body": [.text, .children], "message": [.text],
    "description": [.text, .subtitle, .note], "caption": [.label, .caption, .title],
    "name": [.label, .title], "title": [.label, .title], "heading": [.title, .text],
    "label": [.title, .text, .header], "header": [.title, .header], "url": [.href, .src],
    "link": [.href], "src": [.image, .src], "source": [.data, .src], "items": [.data, .children],
    "rows": [.data], "list": [.data], "dataset": [.data], "datasource": [.data],
    "color": [.tone], "colour": [.tone], "variant": [.tone, .kind], "status": [.tone],
    "severity": [.tone], "condition": [.when], "if": [.when], "visible": [.when], "show": [.when],
    "suffix": [.unit], "fmt": [.format], "trend": [.delta], "change": [.delta],
    "sparkline": [.spark], "fields": [.columns, .items], "key": [.field], "accessor": [.field],
    "value": [.text, .value], "text": [.title, .label], "children": [.items, .children],
    "img": [.image, .src], "thumbnail": [.image], "type": [.kind], "charttype": [.kind],
    "xfield": [.x], "yfield": [.y], "max_items": [.limit], "maxitems": [.limit],
    "spacing": [.gap], "var": [.as], "let": [.as], "onclick": [.action], "hint": [.tooltip],
  ]

  static let tones: [String: String] = [
    "good": "success", "green": "success", "ok": "success", "positive": "success",
    "error": "danger", "red": "danger", "destructive": "danger", "critical": "danger",
    "bad": "danger", "negative": "danger", "yellow": "warning", "orange": "warning",
    "warn": "warning", "amber": "warning", "caution": "warning", "secondary": "muted",
    "gray": "muted", "grey": "muted", "subtle": "muted", "dim": "muted", "primary": "accent",
    "brand": "accent", "highlight": "accent", "blue": "info", "information": "info",
    "default": "neutral", "normal": "neutral", "none": "neutral",
  ]

  static let formats: [String: String] = [
    "usd": "currency:USD", "eur": "currency:EUR", "gbp": "currency:GBP", "dollar": "currency:USD",
    "dollars": "currency:USD", "euro": "currency:EUR", "$": "currency:USD", "€": "currency:EUR",
    "£": "currency:GBP", "money": "currency:USD",
    ".0f": "number:0", ".1f": "number:1", ".2f": "number:2", ".3f": "number:3", "%d": "number:0",
    "%.0f": "number:0", "%.1f": "number:1", "%.2f": "number:2", "integer": "number:0",
    "int": "number:0", "float": "number:2", "decimal": "number:2", "fixed": "number:2",
    "numeric": "number", "thousands": "number", "comma": "number",
    "ago": "relative", "timeago": "relative", "since": "relative", "from_now": "relative",
    "fromnow": "relative", "%": "percent", "pct": "percent", "percentage": "percent",
    "filesize": "bytes", "size": "bytes", "short": "compact", "abbreviate": "compact",
    "si": "compact", "weekday": "date:weekday", "day": "date:weekday", "iso": "date:iso",
    "timestamp": "datetime", "date_time": "datetime", "date-time": "datetime", "clock": "time",
    "hour": "time", "length": "count", "len": "count", "striptags": "plain", "strip": "plain",
    "text": "plain", "strip_html": "plain", "ellipsis": "truncate:80", "seconds": "duration",
    "elapsed": "duration", "ms": "duration:ms",
  ]

  /// Other words for the words of an enumeration.
  static let words: [String: [String]] = [
    "left": ["start"], "right": ["end"], "centre": ["center"], "middle": ["center"],
    "top": ["start"], "space-between": ["between"], "small": ["sm"], "medium": ["md"],
    "large": ["lg"], "xlarge": ["xl"], "s": ["sm"], "m": ["md"], "l": ["lg"], "regular": ["normal"],
    "semibold": ["bold"], "vertical": ["column", "rows"], "horizontal": ["row", "inline"],
    "doughnut": ["donut"], "ring": ["donut"], "column": ["bar"], "circular": ["ring"],
    "radial": ["ring"], "linear": ["bar"], "string": ["text"], "integer": ["number"],
    "bool": ["boolean"], "select": ["choice"], "enum": ["choice"], "checkbox": ["boolean"],
    "toggle": ["boolean"], "time": ["temporal"], "date": ["temporal"], "category": ["nominal"],
    "percentage": ["percent"], "true": ["on"],
  ]
}
