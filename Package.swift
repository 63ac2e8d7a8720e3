// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target: what leaks out of a room is written down (`public import`).
let house: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A library that the operating system carries; `make packages` installs it.
func system(_ name: String, pkgConfig: String, apt package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A room of the house (see README.md, "The rooms").
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], linker: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: house, linkerSettings: linker)
}

/// The tests of one room.
func tests(of room: String, _ more: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: room + "Tests", dependencies: [.init(stringLiteral: room)] + more, swiftSettings: house)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(
  name: "OrderedCollections", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let package = Package(
  name: "dash",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Floor 0: C
    system("CLua", pkgConfig: "lua5.4", apt: "liblua5.4-dev"),
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    system("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    system("CBrotli", pkgConfig: "libbrotlidec", apt: "libbrotli-dev"),
    system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
    system("CIDN2", pkgConfig: "libidn2", apt: "libidn2-dev"),
    system("CExpat", pkgConfig: "expat", apt: "libexpat1-dev"),
    system("CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev"),
    system("CNettle", pkgConfig: "nettle", apt: "nettle-dev"),
    system("CCmark", pkgConfig: "libcmark-gfm", apt: "libcmark-gfm-dev"),
    // Debian's libstemmer has no pkg-config file.
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
    system("CSeccomp", pkgConfig: "libseccomp", apt: "libseccomp-dev"),
    .target(
      name: "CSimdJSON", cxxSettings: [.unsafeFlags(["-std=c++17"])],
      linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CLinux"),
    .target(name: "CSandbox", dependencies: ["CLua", "CSeccomp"]),
    // Debian's libmodest has no pkg-config file.
    .target(
      name: "CMyHTML", dependencies: ["CSandbox"],
      linkerSettings: [.linkedLibrary("modest"), .linkedLibrary("m")]),

    // Floor 1: nouns and messages
    room("BlockModel", ["CIDN2", "CSimdJSON", collections]),
    room("WorkerProtocol"),
    room("Cryptography", ["CNettle"]),
    room("Notation"),

    // Floor 2: one capability each
    room(
      "BlockWorker",
      [
        "Notation", "WorkerProtocol", "CSandbox", "CLua", "CMyHTML", "CExpat", "CPCRE2", "CNettle",
        "CSimdJSON",
      ]),
    room(
      "Egress", ["BlockModel", "CBrotli", "CCurl", "COpenSSL", "CZlib", "CZstd", "Cryptography"]),
    room("BlockUI", ["BlockModel", "CCmark", "Notation", collections]),
    room("Archives", ["CZlib"]),
    room("Sketches", ["BlockModel", "Notation", collections]),
    room("LuaSource", ["BlockModel"]),
    room("BlockHealth", ["BlockModel", "Notation", collections]),

    // Floors 3 to 8: each on what is below it
    room(
      "BlockStore",
      ["Archives", "BlockModel", "CLinux", "CZlib", "Cryptography", collections, grdb]),
    room("Sentences", ["BlockModel", "CStemmer", "Sketches"]),
    room("HeadlessBrowser", ["BlockModel", "CSandbox", "Egress"]),
    room("LanguageModels", ["BlockModel", "Egress", collections]),
    room(
      "BlockRuntime",
      [
        "BlockModel", "WorkerProtocol", "Egress", "HeadlessBrowser", "CSandbox", collections,
        logging,
      ]),
    room("Drafting", ["BlockModel", "BlockUI", "Notation", "Sketches", "Sentences", collections]),
    room(
      "Authoring",
      [
        "BlockHealth", "BlockModel", "BlockRuntime", "BlockUI", "Drafting", "Egress",
        "HeadlessBrowser", "LanguageModels", "LuaSource", "Notation", "Sentences", "Sketches",
        collections,
      ]),
    room(
      "Evaluation",
      [
        "Authoring", "BlockHealth", "BlockModel", "BlockRuntime", "BlockUI", "Drafting", "Egress",
        "LanguageModels", "Sentences", collections,
      ]),
    room(
      "DashboardEngine",
      [
        "Authoring", "BlockHealth", "BlockModel", "BlockRuntime", "BlockStore", "BlockUI",
        "Drafting", "Egress", "LanguageModels", "Sentences", collections, deque, heap, logging,
      ]),
    room(
      "AgentServer",
      [
        "Authoring", "BlockModel", "BlockUI", "DashboardEngine", "Drafting", "Sketches",
      ]),
    room(
      "DashboardWeb",
      [
        "AgentServer", "Archives", "Authoring", "BlockHealth", "BlockModel", "BlockStore",
        "BlockUI", "Cryptography", "DashboardEngine", "Drafting", "Egress", httpTypes, hummingbird,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        lifecycle, logging, nio,
      ]),

    // Floor 9: programs
    // Both are linked statically to the Swift runtime in release: no Debian package has it, and of the
    // worker fewer mappings make each fork cheaper. Foundation is several archives that need each
    // other, of which the compiler names only the first.
    .executableTarget(
      name: "dash",
      dependencies: [
        "AgentServer", "Authoring", "BlockModel", "BlockRuntime", "BlockStore", "BlockUI",
        "DashboardEngine", "DashboardWeb", "Drafting", "Egress", "Evaluation", "HeadlessBrowser",
        "LanguageModels", "LuaSource", "Sentences",
        argumentParser, lifecycle, logging,
      ], exclude: ["Installation"], swiftSettings: house,
      linkerSettings: [
        .unsafeFlags(
          [
            "-static-stdlib", "-Xlinker", "--start-group", "-lFoundation", "-lCoreFoundation",
            "-lFoundationInternationalization", "-lFoundationEssentials",
            "-l_FoundationCollections", "-l_FoundationCShims", "-l_FoundationICU",
            "-lswiftSynchronization", "-Xlinker", "--end-group",
          ], .when(configuration: .release))
      ]),
    .executableTarget(
      name: "dash-worker", dependencies: ["BlockWorker"], swiftSettings: house,
      linkerSettings: [
        .unsafeFlags(["-static-stdlib"], .when(configuration: .release)),
        // Its code begins where a large page does; see CSandbox.
        .unsafeFlags(
          ["-Xlinker", "-z", "-Xlinker", "max-page-size=0x200000"],
          .when(configuration: .release)),
      ]),
    .executableTarget(
      name: "dash-bench",
      dependencies: [
        "Authoring", "BlockHealth", "BlockModel", "BlockRuntime", "BlockStore", "BlockUI",
        "DashboardEngine", "DashboardWeb", "Drafting", "Egress", "HeadlessBrowser", argumentParser,
        hummingbird, logging,
      ], exclude: ["Floors", "Peers", "README.md"], swiftSettings: house),

    // Tests, a folder for each room
    tests(of: "BlockModel", ["TestSupport"]),
    tests(of: "Archives"),
    tests(of: "Cryptography"),
    tests(of: "Egress", ["BlockModel", "TestSupport"]),
    tests(of: "BlockStore", ["Archives", "BlockModel", "dash-store-writer", grdb]),
    tests(
      of: "DashboardEngine",
      [
        "Authoring", "AuthoringWorkshop", "BlockHealth", "BlockModel", "BlockRuntime", "BlockStore",
        "Egress", "LanguageModels", "TestSupport", "dash-worker",
      ]),
    .executableTarget(
      name: "dash-store-writer", dependencies: ["BlockModel", "BlockStore"],
      path: "Tests/dash-store-writer", swiftSettings: house),
    tests(of: "HeadlessBrowser", ["BlockModel", "Egress", "TestSupport"]),
    tests(of: "Sketches", ["BlockModel", "Notation"]),
    tests(of: "LuaSource"),
    tests(of: "Sentences", ["BlockModel"]),
    tests(of: "BlockHealth", ["BlockModel"]),
    tests(
      of: "LanguageModels",
      ["Authoring", "AuthoringWorkshop", "BlockModel", "Egress", "TestSupport"]),
    tests(
      of: "Authoring",
      [
        "AuthoringWorkshop", "BlockModel", "BlockRuntime", "BlockUI", "BlockWorker", "Drafting",
        "Egress", "LanguageModels", "Notation", "Sentences", "TestSupport",
      ]),
    tests(
      of: "Evaluation",
      ["AuthoringWorkshop", "BlockModel", "Egress", "LanguageModels", "Sentences", "TestSupport"]),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    .target(
      name: "AuthoringWorkshop",
      dependencies: [
        "Authoring", "BlockModel", "BlockRuntime", "Egress", "LanguageModels", "TestSupport",
        "dash-worker",
      ], path: "Tests/AuthoringWorkshop", swiftSettings: house),
    tests(of: "BlockUI", ["BlockModel", "TestSupport"]),
    tests(of: "BlockWorker", ["TestSupport", "WorkerProtocol"]),
    tests(of: "WorkerProtocol"),
    tests(of: "Notation"),
    // What the comparisons with other libraries run our readers by (Tests/Differential).
    .executableTarget(
      name: "dash-lua", dependencies: ["BlockWorker"], path: "Tests/dash-lua", swiftSettings: house),
    tests(
      of: "BlockRuntime",
      [
        "BlockModel", "CSandbox", "CWorkerProbe", "Egress", "WorkerProtocol", "dash-worker",
        "dash-worker-probe",
      ]),
    .target(name: "CWorkerProbe", path: "Tests/CWorkerProbe"),
    .executableTarget(
      name: "dash-worker-probe", dependencies: ["BlockWorker", "CWorkerProbe"],
      path: "Tests/dash-worker-probe", swiftSettings: house),
    tests(
      of: "DashboardWeb",
      [
        "BlockModel", "BlockRuntime", "BlockStore", "Cryptography", "DashboardEngine", "Egress",
        "TestSupport", httpTypes, hummingbird, lifecycle, logging, nio,
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ]),
  ],
  cxxLanguageStandard: .cxx17
)
