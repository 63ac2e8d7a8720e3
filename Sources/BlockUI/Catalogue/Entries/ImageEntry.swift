extension ComponentEntry {
  static let image = ComponentEntry(
    .image,
    [
      Shapes.required(.src, .url), Shapes.required(.alt, .text(.alt)), Shapes.optional(.href, .url),
      Shapes.optional(.ratio, .words(["auto", "1:1", "4:3", "3:2", "16:9", "2:3"])),
      Shapes.optional(.fit, .words(["cover", "contain"])),
      Shapes.optional(.size, .words(["icon", "sm", "md", "lg", "full"])),
      Shapes.optional(.shape, .words(["square", "rounded", "circle"])), Shapes.optional(.caption),
    ],
    note: "Picture through the host's image proxy; alt is required (\"\" = decorative).",
    skeleton: .box,
    samples: [
      (
        "A picture",
        [
          "type": "image", "src": "${picture}", "alt": "Two ranges of hills under a blue sky",
          "size": "md", "caption": "Serra de Sintra",
        ]
      ),
      (
        "Refused: the address is not a picture of this host",
        ["type": "image", "src": "${nowhere}", "alt": "A chart of the tide"]
      ),
    ])
}
