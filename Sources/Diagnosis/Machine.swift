import CProcessShim
import Foundation

/// What the kernel and the system say of this machine in files. Reads, and changes nothing.
public struct Machine: Sendable {
    /// In front of every path; empty but for tests.
    public var root = ""

    public init(root: String = "") { self.root = root }

    /// What stands in a file, without white space around it; nil where it cannot be read.
    public func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: root + path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    func number(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

    /// The names in a folder, in their order.
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []).sorted()
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }

    /// What a program of the system says; nil where it is not there or fails.
    public func output(of program: String, _ arguments: [String]) -> String? {
        run(program, arguments).flatMap { $0.status == 0 ? $0.text : nil }
    }

    /// The same with its exit code, for programs that say much before they fail; nil where it is not there. Not by Foundation's
    /// `Process`: within the walls of the service's unit that never learns of its child's end.
    public func run(_ program: String, _ arguments: [String]) -> (status: Int32, text: String)? {
        guard FileManager.default.isExecutableFile(atPath: root + program) else { return nil }
        let said = Pipe()
        // A child has its link and no other descriptor: a shell makes that its output.
        let script = "exec \"$0\" \"$@\" >&\(process_link) \(process_link)>&-"
        let words: [String] = ["/bin/sh", "-c", script, root + program] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let child = process_start("/bin/sh", &pointers, said.fileHandleForWriting.fileDescriptor)
        try? said.fileHandleForWriting.close()
        guard child > 0, case let handle = process_descriptor(child), handle >= 0 else { return nil }
        defer { close(handle) }
        let bytes = said.fileHandleForReading.readDataToEndOfFile()
        var end = process_end()
        _ = process_wait(handle, -1, &end)
        return (end.by_signal ? 128 + end.status : end.status, String(decoding: bytes, as: UTF8.self))
    }
}
