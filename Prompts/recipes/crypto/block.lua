-- Prices by CoinGecko (no key, a few requests a minute); the line is the last seven days.
local http, list = require "http", require "list"

return function(ctx)
  local rows = http.get("https://api.coingecko.com/api/v3/coins/markets", { query = {
    vs_currency = ctx.params.currency:lower(), ids = ctx.params.coins:gsub("%s", ""), sparkline = "true",
  } }):json()
  return { coins = list.map(rows, function(coin)
    return {
      name = coin.name, price = coin.current_price, image = coin.image,
      url = "https://www.coingecko.com/en/coins/" .. coin.id,
      day = coin.price_change_percentage_24h, week = coin.sparkline_in_7d and coin.sparkline_in_7d.price or {},
    }
  end), currency = ctx.params.currency:upper() }
end
