-- The newest papers of arXiv about a subject (no key).
local http, list, text = require "http", require "list", require "text"

return function(ctx)
  local papers = http.get("https://export.arxiv.org/api/query", { query = {
    search_query = 'all:"' .. ctx.params.subject .. '"', sortBy = "submittedDate", sortOrder = "descending",
    max_results = ctx.params.count,
  } }):feed()
  return { subject = ctx.params.subject, papers = list.map(papers.items, function(paper)
    return {
      title = text.trim((paper.title:gsub("%s+", " "))), url = paper.link, time = paper.published,
      author = paper.author, summary = paper.summary,
    }
  end) }
end
