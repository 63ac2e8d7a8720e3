import Egress

/// What a script does on a page, as a person would: with mouse and keyboard.
extension PageSession {
  func perform(_ step: PageVisit.Step) async throws {
    switch step {
    case .click(let selector): try await click(selector)
    case .fill(let selector, let text): try await fill(selector, with: text)
    case .press(let name): try await press(name)
    case .waitFor(let selector): _ = try await find(selector)
    }
  }

  /// Clicks the middle of what is found, as soon as it can be seen.
  private func click(_ selector: String) async throws {
    while true {
      let node = try await find(selector)
      if let (x, y) = try await middle(of: node) {
        for (kind, button) in [
          (InputCommands.Mouse.Kind.mouseMoved, InputCommands.Mouse.Button.none),
          (.mousePressed, .left), (.mouseReleased, .left),
        ] {
          try await ask(
            InputCommands.Mouse(
              type: kind, x: x, y: y, button: button, clickCount: kind == .mouseMoved ? 0 : 1))
        }
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// - Returns: `nil` while the node cannot be seen.
  private func middle(of node: Int) async throws -> (Double, Double)? {
    do {
      try await ask(PageCommands.ScrollIntoView(nodeId: node))
      let quads = try await ask(PageCommands.GetQuads(nodeId: node)).quads
      guard let corners = quads.first, corners.count == 8 else { return nil }
      return (
        (corners[0] + corners[2] + corners[4] + corners[6]) / 4,
        (corners[1] + corners[3] + corners[5] + corners[7]) / 4
      )
    } catch DevToolsProblem.refused {
      return nil
    }
  }

  /// Chooses in a list; else marks what a field holds, so that what is typed replaces it.
  private static let taking = """
    function (text) {
      if (this.tagName === "SELECT") {
        const option = [...this.options].find((o) => o.value === text || o.label.trim() === text);
        if (!option) return "none";
        this.value = option.value;
        this.dispatchEvent(new Event("input", { bubbles: true }));
        this.dispatchEvent(new Event("change", { bubbles: true }));
        return "chosen";
      }
      this.focus();
      if (this.isContentEditable) {
        getSelection().selectAllChildren(this);
      } else if (typeof this.select === "function") {
        this.select();
      } else {
        return "none";
      }
      return "marked";
    }
    """

  private func fill(_ selector: String, with text: String) async throws {
    let node = try await find(selector)
    let object = try await ask(PageCommands.Resolve(nodeId: node)).object.objectId
    let taken = try await ask(
      PageCommands.Call(
        functionDeclaration: Self.taking, objectId: object, arguments: [.init(value: text)])
    ).result.value
    switch taken {
    case "chosen": return
    case "marked": try await ask(InputCommands.InsertText(text: text))
    default: throw PageFailure.notAField(selector: selector)
    }
  }

  private func press(_ name: String) async throws {
    guard let key = PressedKey(name) else { throw PageFailure.notAKey(name) }
    for kind in [InputCommands.Key.Kind.keyDown, .keyUp] {
      try await ask(
        InputCommands.Key(
          type: kind, key: key.key, code: key.code, text: kind == .keyDown ? key.text : nil,
          windowsVirtualKeyCode: key.number))
    }
  }
}
