import DashboardEngine
import Hummingbird
import Logging

/// The outermost rule: every problem becomes a readable answer, and every answer is protected.
struct ErrorMiddleware: RouterMiddleware {
  typealias Context = WebContext

  let page: @Sendable (WebProblem) -> Response
  let connections: OpenConnections

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    connections.answers(context.channel.connectionID)
    // Answers without end say so themselves, once they begin.
    defer { connections.waits(context.channel.connectionID) }
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

  private func isForPrograms(_ request: Request) -> Bool {
    request.uri.path.hasPrefix("/api/") || request.uri.path == "/mcp"
      || request.isWebhookMessage
  }

  private func answer(_ problem: WebProblem, to request: Request, _ context: Context) -> Response {
    var response = request.wantsJSON ? .json(problem.json, status: problem.status) : page(problem)
    if isForPrograms(request) {
      response = .json(problem.details, status: problem.status)
      response.headers[.contentType] = "application/problem+json"
    }
    if let seconds = problem.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
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
