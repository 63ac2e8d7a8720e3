-- The latest releases of a repository on GitHub (60 requests an hour without a key).
local http = require "http"

return function(ctx)
  local url = ("https://api.github.com/repos/%s/releases"):format(ctx.params.repository)
  local releases = {}
  for _, release in ipairs(http.get(url, { query = { per_page = ctx.params.count } }):json()) do
    releases[#releases + 1] = {
      name = release.name and release.name ~= "" and release.name or release.tag_name,
      tag = release.tag_name, url = release.html_url, time = release.published_at,
      author = release.author and release.author.login,
      kind = release.prerelease and "pre-release" or "release",
    }
  end
  return { releases = releases, url = "https://github.com/" .. ctx.params.repository }
end
