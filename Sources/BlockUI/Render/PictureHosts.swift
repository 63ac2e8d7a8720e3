public import BlockModel
import Foundation
import Synchronization

extension CompiledSpec {
  /// The hosts a card would have pictures fetched from: what the permission "may show pictures
  /// from" is about.
  ///
  /// Every picture the card shows with this data, and those the spec names itself wherever it
  /// hides them at the moment (a condition, an empty list). Pictures inside the data (`data:`) have
  /// no host.
  ///
  /// - Parameter context: what the card is rendered from; its ``RenderContext/imageURL`` is not
  ///   asked.
  /// - Returns: places with their ports, as permissions compare them: `img.example.org:443`,
  ///   `nas.local:8080`.
  public func pictureHosts(_ context: RenderContext) -> Set<HostPort> {
    let found = Mutex<Set<HostPort>>([])
    var context = context
    context.imageURL = { address in
      if let place = PictureHost.place(of: address) { found.withLock { _ = $0.insert(place) } }
      return PageURL(own: "/")
    }
    _ = renderHTML(context)
    return found.withLock(\.self).union(PictureHost.named(in: body))
  }
}

/// The hosts of pictures that stand in the spec and not in the data.
private enum PictureHost {
  static func place(of address: String) -> HostPort? {
    guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty else {
      return nil
    }
    let name = host.filter { $0 != "[" && $0 != "]" }
    return HostPort(
      host: name, port: parts.port ?? (parts.scheme?.lowercased() == "http" ? 80 : 443))
  }

  static func named(in nodes: [Node]) -> Set<HostPort> {
    nodes.reduce(into: []) { hosts, node in
      let properties = node.properties
      let columns = properties.objects(.columns).filter { $0.word(.kind) == "image" }
      let pictures =
        [properties.template(.src), properties.template(.image)]
        + columns.map { $0.template(.text) }
      hosts.formUnion(pictures.compactMap { $0.flatMap(place(named:)) })
      hosts.formUnion(named(in: properties.nodes(.children)))
      for tab in properties.objects(.tabs) { hosts.formUnion(named(in: tab.nodes(.children))) }
    }
  }

  /// The host of an address whose beginning, to the slash behind the host, is no binding.
  private static func place(named template: Template) -> HostPort? {
    guard case .text(let start) = template.parts.first else { return nil }
    let isWhole = template.parts.count == 1
    guard let scheme = start.firstRange(of: "://"),
      isWhole || start[scheme.upperBound...].contains(where: { "/?#".contains($0) })
    else { return nil }
    return place(of: isWhole ? start : String(start.prefix { !"?#".contains($0) }))
  }
}
