-- A repository in numbers (60 requests an hour without a key); stars are kept to show their course.
local http, store = require "http", require "store"

return function(ctx)
  local repo = http.get("https://api.github.com/repos/" .. ctx.params.repository):json()
  store.append("stars " .. repo.full_name, repo.stargazers_count)
  return {
    name = repo.full_name, url = repo.html_url, words = repo.description, stars = repo.stargazers_count,
    forks = repo.forks_count, issues = repo.open_issues_count, pushed = repo.pushed_at, language = repo.language,
    history = store.range("stars " .. repo.full_name, { since = "90d", every = "1d", agg = "last" }),
  }
end
