import BlockModel

extension GallerySamples {
  /// A landscape of 96 × 64 pixels.
  private static let picture: JSONValue = .string(
    "data:image/png;base64,"
      + "iVBORw0KGgoAAAANSUhEUgAAAGAAAABACAMAAADS6oI8AAAACVBMVEW/2fJ/prg/a2NeXTM/AAAAtklEQVR4"
      + "2u3TQQ7CMAxEUXvuf2hUoIoaEsdO7AXS/G3JPFqKCGOMMcZYSz9Vbrdq11MNNSqeTyDUUfH8AaGBiuc3CN0o"
      + "Zx44J8z5qzNCl/tR4jrge/aAR9DB/ldY/IiAU3gYuIHlS4IA0JD78473ElHhcSh6A04BfgCDIl9KNvbXgh/A"
      + "LPPvDTcAV+Ypwc+l6H4voAPa9e4IAtnA+zrOmt62IKnZY00DZo81ERhHgAABAgT+AngBEdYVvI0mojkAAAAA"
      + "SUVORK5CYII="
  )

  /// What all specimens show: as scripts return it, rows with gaps included.
  static let data: JSONValue = [
    "story": .string(
      "The harbour was quiet that morning. Two ferries had been cancelled because of fog, and the "
        + "people who had come early sat on the quay with their coffee and waited for the sun."),
    "notes": .string(
      """
      # Before the trip
      Pack **warm** clothes and *two* maps. The [timetable](https://example.org/) has changed.

      - Passport
      - Charger

      > Boats do not wait.

      Call `0800 123` when late.

      | Day | Boat |
      | --- | --- |
      | Mon | 07:30 |
      """),
    "soon": 1_764_010_800, "before": 1_763_990_000, "price": 8_412.5, "picture": picture,
    "nowhere": "ftp://files.example/tide.png", "lines": lines,
    "cities": cities,
    "columns": [
      ["header": "City", "field": "name"], ["header": "Country", "field": "country"],
      ["header": "°C", "field": "temperature", "format": "number:1", "align": "end"],
    ], "stories": stories,
    "prices": prices, "days": days, "events": events,
  ]

  private static let lines: JSONValue = [
    "15:58:02 fetch  https://api.example.org/v1/departures",
    "15:58:02 answer 200, 14.2 kB in 180 ms", "15:58:02 read   31 departures",
    "15:59:02 fetch  https://api.example.org/v1/departures",
    "15:59:03 answer 304, nothing new", "16:00:00 ready",
  ]

  private static let cities: JSONValue = [
    [
      "name": "Lisbon", "country": "Portugal", "temperature": 21.4, "humidity": 62, "sky": "sunny",
      "seen": 1_763_999_400, "picture": picture, "words": "Dry and mild, with a little wind.",
    ],
    [
      "name": "Reykjavík", "country": "Iceland", "temperature": -2.1, "humidity": 81,
      "sky": "storm", "seen": 1_763_998_200, "picture": picture,
      "words": "A storm from the south-west until the evening; ferries do not run.",
    ],
    [
      "name": "Llanfairpwllgwyngyll", "country": "Wales", "temperature": 9, "humidity": 77,
      "sky": "cloudy", "seen": 1_763_913_000, "picture": picture,
    ],
    [
      "name": "Singapore", "country": "Singapore", "temperature": 31.2, "humidity": 88,
      "sky": "sunny", "seen": 1_763_999_940, "picture": picture, "words": "Hot.",
    ],
  ]

  private static let stories: JSONValue = [
    [
      "title": "A database that fits in one file, twenty-five years on", "points": 512,
      "author": "mara", "at": 1_763_996_400, "comments": 133, "url": "https://example.org/1",
    ],
    [
      "title": "Show: I built a weather station out of a tin can and a very long cable",
      "points": 97, "author": "tinkerer_with_a_long_name", "at": 1_763_989_200, "comments": 41,
      "url": "https://example.org/2",
    ],
    ["title": "Why trains are late", "points": 8, "at": 1_763_913_600, "comments": 0],
    [
      "title": "Supercalifragilisticexpialidocious_identifiers_considered_harmful_in_2025",
      "author": "n", "points": 3, "at": 1_761_321_600, "comments": 2,
      "url": "https://example.org/4",
    ],
  ]

  /// Thirty days of a price, without chance: the same in every picture.
  private static let prices: JSONValue = .array(
    (0..<30).map { day in
      let step = Double((day * 37) % 11) - 5
      return [
        "at": .integer(Int64(1_761_436_800 + day * 86_400)),
        "value": .number(8200 + Double(day) * 9 + step * 22),
      ]
    })

  private static let days: JSONValue = .array(
    (0..<30).map { day in
      [
        "day": .string("day \(day + 1)"),
        "state": day == 11 ? "down" : day == 12 || day == 23 ? "slow" : day == 3 ? "unknown" : "up",
      ]
    })

  private static let events: JSONValue = [
    ["at": 1_764_000_600, "title": "Parcel is with the courier", "text": "Arrives before six."],
    ["at": 1_764_054_000, "title": "Dentist"],
    ["at": "2025-11-26", "title": "Ana’s birthday"],
    ["at": 1_764_230_400, "title": "Quarterly review with everybody who worked on the harbour"],
    ["at": "2025-11-28", "title": "Rubbish is collected"],
  ]
}
