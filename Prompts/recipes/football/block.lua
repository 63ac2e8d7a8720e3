-- The current match day by OpenLigaDB (no key).
local http, list = require "http", require "list"

return function(ctx)
  local matches = http.get("https://api.openligadb.de/getmatchdata/" .. ctx.params.league):json()
  local first = matches[1] or {}
  return {
    league = first.leagueName or "League", day = first.group and first.group.groupName,
    matches = list.map(list.sort_by(matches, "matchDateTimeUTC"), function(match)
      local last = match.matchResults and match.matchResults[#match.matchResults]
      return {
        time = match.matchDateTimeUTC, home = match.team1.teamName, away = match.team2.teamName,
        score = last and ("%d : %d"):format(last.pointsTeam1, last.pointsTeam2) or "– : –",
        state = match.matchIsFinished and "finished" or last and "live" or "to come",
      }
    end),
  }
end
