/// Commands that do what a person does with mouse and keyboard.
enum InputCommands {
  struct Mouse: DevToolsCommand {
    static let method = "Input.dispatchMouseEvent"
    enum Kind: String, Encodable, Sendable { case mouseMoved, mousePressed, mouseReleased }
    enum Button: String, Encodable, Sendable { case none, left }

    let type: Kind
    let x: Double
    let y: Double
    let button: Button
    let clickCount: Int
  }

  struct Key: DevToolsCommand {
    static let method = "Input.dispatchKeyEvent"
    enum Kind: String, Encodable, Sendable { case keyDown, keyUp }

    let type: Kind
    let key: String
    let code: String
    let text: String?
    let windowsVirtualKeyCode: Int
  }

  struct InsertText: DevToolsCommand {
    static let method = "Input.insertText"
    let text: String
  }
}
