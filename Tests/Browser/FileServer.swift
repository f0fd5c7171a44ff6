import Foundation

/// A plain file server on this machine, as whoever serves the phone's page has one.
public final class FileServer {
    public let address: String
    private let process = Process()

    /// Serves a folder until this goes.
    public init(folder: URL) throws {
        let said = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder.path]
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
        address = "http://127.0.0.1:" + (line.split(separator: " ").drop { $0 != "port" }.dropFirst().first ?? "")
    }

    public func end() {
        // A child of a test's thread may be born with SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit { end() }
}
