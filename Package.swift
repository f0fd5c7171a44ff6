// swift-tools-version: 6.2
import PackageDescription

// The rooms of ARCHITECTURE.md: a room that must not know another does not depend on it.

/// RSA, which some issuers of certificates sign with.
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A Swift room and its tests beside it.
func room(_ name: String, knows: [Target.Dependency], tests: [Target.Dependency] = []) -> [Target] {
    [
        .target(name: name, dependencies: knows),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [.target(name: name)] + knows + tests),
    ]
}

/// A C library of Debian's that Swift imports as it is.
func library(_ name: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

// One list for each kind: Swift 6.2 gives up on the type of a single long sum of them.

/// C libraries, and the shims that keep one library each.
let libraries: [Target] = [
    library("CPNG", pkgConfig: "libpng", package: "libpng-dev"),
    library("CQREncode", pkgConfig: "libqrencode", package: "libqrencode-dev"),
    library("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    library("CTurboJPEG", pkgConfig: "libturbojpeg", package: "libturbojpeg0-dev"),
    .target(name: "CZBarShim", linkerSettings: [.linkedLibrary("zbar")]),
    .target(name: "CVideoShim", linkerSettings: [.linkedLibrary("v4lconvert")]),
    .target(name: "CGPIOShim", linkerSettings: [.linkedLibrary("gpiod")]),
    .target(name: "CProcessShim", linkerSettings: [.linkedLibrary("seccomp")]),
]

/// The rooms, those that know least first.
let rooms: [[Target]] = [
    room("Vocabulary", knows: []),
    room("QRDrawing", knows: ["CQREncode", "CPNG"]),
    room("Camera", knows: ["Vocabulary", "QRDrawing", "CVideoShim", "CPNG", "CTurboJPEG"]),
    room("CodeFinding", knows: ["Vocabulary", "Camera"], tests: ["QRDrawing"]),
    room(
        "Scanning", knows: ["Vocabulary", "Camera", "CodeFinding", "CZBarShim"],
        tests: ["QRDrawing", "AllocationCount"]),
    room("Credentials", knows: ["Vocabulary", "CZlib", crypto, cryptoExtras], tests: ["Vectors"]),
    room("Admission", knows: ["Vocabulary", "Credentials"]),
    room("Ledger", knows: ["Vocabulary", "Admission", crypto, sqlite]),
    room("Reports", knows: ["Vocabulary", "Credentials", "Admission", "Ledger"]),
    room("GateIO", knows: ["Vocabulary", "CGPIOShim"]),
    room("Control", knows: ["Vocabulary", "CProcessShim", crypto], tests: ["CStranger"]),
    room(
        "Console", knows: ["Vocabulary", "Admission", "Control", "QRDrawing", "CProcessShim"],
        tests: ["Credentials", "GateIO", "Station", "Diagnosis", "Browser"]),
    room("ReaderLink", knows: ["Vocabulary", "CProcessShim"]),
    room(
        "Reader", knows: ["Vocabulary", "ReaderLink", "Camera", "Scanning", "CProcessShim"],
        tests: ["QRDrawing", "AllocationCount"]),
    room(
        "Station",
        knows: [
            "Vocabulary", "ReaderLink", "Control", "Credentials", "Admission", "Ledger", "GateIO", "CProcessShim",
            toml, crypto,
        ], tests: ["Listener", "Simulation"]),
    room(
        "Diagnosis",
        knows: [
            "Vocabulary", "CProcessShim", "CZBarShim", "Camera", "Control", "Credentials", "Admission", "Ledger",
            "GateIO", "Station",
        ]),
]

/// What is run: the gate, its tests as a whole, its figures.
let programs: [Target] = [
    .executableTarget(
        name: "ScanAppliance",
        dependencies: [
            "Vocabulary", "Diagnosis", "Reader", "ReaderLink", "Control", "Console", "Station", "Camera", "Credentials",
            "Admission", "Ledger", "Reports", "GateIO", "QRDrawing", arguments,
        ]),
    .executableTarget(
        name: "GateBench",
        dependencies: [
            "Vocabulary", "Control", "Station", "Credentials", "Admission", "ReaderLink", "QRDrawing", "Listener",
            sqlite, crypto, cryptoExtras,
        ], path: "Benchmarks/GateBench"),
    .testTarget(
        name: "ScanApplianceTests",
        dependencies: [
            "ScanAppliance", "Control", "Vocabulary", "QRDrawing", "Listener", "Vectors", "Browser",
        ]),
]

/// What only tests use.
let testing: [Target] = [
    .target(name: "Vectors", path: "Tests/Vectors"),
    .target(name: "CStranger", path: "Tests/CStranger"),
    .target(name: "Listener", path: "Tests/Listener"),
    .target(name: "Browser", path: "Tests/Browser"),
    .target(name: "AllocationCount", path: "Tests/AllocationCount"),
    .target(name: "CAttempts", path: "Tests/CAttempts"),
    .executableTarget(
        name: "ReaderProbe",
        dependencies: [
            "Reader", "ReaderLink", "Camera", "Vocabulary", "CProcessShim", "QRDrawing", "CAttempts",
            "AllocationCount",
        ],
        path: "Tests/ReaderProbe"),
]

/// A year of a station in virtual time, `make simulate`.
let simulation: [Target] = [
    .executableTarget(
        name: "Simulation",
        dependencies: [
            "Vocabulary", "Credentials", "Admission", "Ledger", "GateIO", "Station", "CZlib", crypto, arguments,
        ],
        path: "Tests/Simulation")
]

/// The libFuzzer programs of `make fuzz`, which sets SCAN_FUZZ; nothing else builds them.
let fuzzers: [Target] =
    Context.environment["SCAN_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "FuzzCredentials", dependencies: ["Credentials", "Admission", "Vocabulary"], path: "Fuzz/Credentials")
    ]

let package = Package(
    name: "scan-appliance",
    products: [.executable(name: "scan-appliance", targets: ["ScanAppliance"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: libraries + rooms.flatMap { $0 } + programs + testing + simulation + fuzzers,
    swiftLanguageModes: [.v6]
)
