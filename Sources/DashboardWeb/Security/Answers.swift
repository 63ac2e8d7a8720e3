import BlockModel
import DashboardEngine
import Hummingbird
import Logging

/// The outermost rule: every problem becomes a readable answer, and every answer is protected.
struct Answers: RouterMiddleware {
  typealias Context = WebContext

  let page: @Sendable (WebProblem) -> Response

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let problem as WebProblem {
      response = answer(problem, to: request, context)
    } catch let error as EngineError {
      response = answer(WebProblem(error), to: request, context)
    } catch let error as HTTPError where error.status == .notFound {
      response = answer(.notFound, to: request, context)
    } catch let error as HTTPError {
      response = answer(
        WebProblem(error.status, "refused", error.body ?? error.status.reasonPhrase), to: request,
        context)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      context.logger.error("request failed", metadata: ["error": "\(error)"])
      response = answer(
        WebProblem(
          .internalServerError, "host",
          "Dash could not do this. Its log on the terminal says why; nothing was lost."),
        to: request, context)
    }
    SecurityHeaders.add(to: &response.headers)
    return response
  }

  private func answer(_ problem: WebProblem, to request: Request, _ context: Context) -> Response {
    var response = request.wantsJSON ? .json(problem.json, status: problem.status) : page(problem)
    guard problem.endsConnection else { return response }
    response.headers[.connection] = "close"
    let body = response.body
    let channel = context.channel
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      try await body.write(writer)
      channel.close(promise: nil)
    }
    return response
  }
}

extension Request {
  /// Does the caller read JSON (our script, or a program)? Otherwise it is a person with a browser.
  var wantsJSON: Bool {
    uri.path.hasPrefix("/api/") || headers[.accept]?.contains("application/json") == true
  }
}

extension Response {
  static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: value.json())))
  }

  /// After a form without script: back to the page.
  static func backToDashboard(at fragment: String? = nil) -> Response {
    Response(status: .seeOther, headers: [.location: "/" + (fragment.map { "#" + $0 } ?? "")])
  }
}

extension WebProblem {
  init(_ error: EngineError) {
    switch error {
    case .noBlock(let id): self = .noBlock(id.text)
    case .noVersion: self.init(.notFound, "no_version", error.description)
    case .conflict, .otherChange: self.init(.conflict, "conflict", error.description)
    case .edit: self.init(.unprocessableContent, "edit", error.description)
    case .param: self.init(.unprocessableContent, "param", error.description)
    case .secret: self.init(.unprocessableContent, "secret", error.description)
    case .storage: self.init(.internalServerError, "storage", error.description)
    }
  }
}
