import BlockModel
import Hummingbird

extension APITable {
  /// The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1).
  var document: JSONValue {
    var paths: JSONObject = [:]
    for operation in operations {
      let path = Self.root + "/" + operation.openPath
      var item = paths[path]?.object ?? [:]
      item[operation.method.rawValue.lowercased()] = operation.json
      paths[path] = .object(item)
    }
    paths["/hooks/{token}"] = HookRoutes.document
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Dash", "version": "1",
        "description":
          "Everything that the page does. Programs show the login token, or a token of their own (`dash token new NAME --may read|run|author`), as `Authorization: Bearer …`; without a login the dashboard answers reads of this machine.",
      ],
      "paths": .object(paths),
      "components": [
        "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
        "schemas": [
          "Problem": [
            "type": "object", "description": "RFC 9457",
            "properties": [
              "type": ["type": "string"], "title": ["type": "string"],
              "status": ["type": "integer"], "detail": ["type": "string"],
              "code": ["type": "string"],
            ], "required": ["type", "title", "status", "detail", "code"],
          ]
        ],
      ],
      "security": [["token": []], .object([:])],
    ]
  }
}

extension APIOperation {
  /// `blocks/{id}/run`
  fileprivate var openPath: String {
    path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
      .joined(separator: "/")
  }

  fileprivate var json: JSONValue {
    let inPath = parameters.map { name -> JSONValue in
      [
        "name": .string(name), "in": "path", "required": true, "schema": ["type": "string"],
      ]
    }
    let inQuery = query.map { field -> JSONValue in
      [
        "name": .string(field.name), "in": "query", "required": .bool(field.isRequired),
        "description": .string(field.about), "schema": ["type": .string(field.type)],
      ]
    }
    let limits =
      scope.map { " A token that \($0.sentence) is enough." }
      ?? " A token of a program is not enough: it needs the login, or the page."
    let content: JSONValue =
      status == .noContent || answer == "Nothing."
      ? ["description": .string(answer)]
      : [
        "description": .string(answer),
        "content": .object([
          type: ["schema": ["type": type == "application/json" ? "object" : "string"]]
        ]),
      ]
    var members: JSONObject = [
      "operationId": .string(id), "summary": .string(about), "description": .string(about + limits),
      "parameters": .array(inPath + inQuery),
      "responses": [
        String(status.code): content,
        "default": [
          "description": "Why it was not done.",
          "content": [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
          ],
        ],
      ],
    ]
    if let body {
      var properties: JSONObject = [:]
      for field in body {
        properties[field.name] = [
          "type": .string(field.type), "description": .string(field.about),
        ]
      }
      members["requestBody"] = [
        "required": .bool(body.contains(where: \.isRequired)),
        "content": [
          "application/json": [
            "schema": [
              "type": "object", "properties": .object(properties),
              "required": .array(body.filter(\.isRequired).map { .string($0.name) }),
            ]
          ]
        ],
      ]
    }
    return .object(members)
  }
}
