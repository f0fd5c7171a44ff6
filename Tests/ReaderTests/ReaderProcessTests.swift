import CProcessShim
import Foundation
import Glibc
import Testing
import Vocabulary

@testable import ReaderLink

@Test("a reader has /dev/null three times, its link, and nothing else of ours")
func inheritsTheLinkAlone() throws {
    let inheritable = dup(0)
    defer { close(inheritable) }
    #expect(try start("inherited").end() == .ended(.exited(4)))
}

@Test("a reader that cannot be started is a fault that names the file")
func cannotStart() {
    #expect(throws: ReaderFault.failed(code: ENOENT, "cannot start /nowhere/reader")) {
        try ReaderProcess.start(executable: "/nowhere/reader", arguments: [])
    }
}

@Test(
    "what no reader of ours sends is nonsense",
    arguments: [
        ("garbage", "a report of kind 41"), ("oversized", "a packet too long, or with descriptors"),
        ("descriptor", "a packet too long, or with descriptors"),
    ])
func nonsense(manner: String, what: String) throws {
    let reader = try start(manner)
    #expect(reader.end() == .nonsense(WireFault(what: what)))
}

@Test("descriptors that a reader sends are closed")
func unexpectedDescriptors() throws {
    let reader = try start("descriptor")
    _ = reader.end()
    let folder = "/proc/self/fd"
    let open = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
    }
    #expect(!open.contains { $0.contains("sent by \(reader.processID)") })
}

@Test("an end is told with its exit code, and told again")
func exitCode() throws {
    let reader = try start("exits")
    #expect(reader.end() == .ended(.exited(3)))
    #expect(throws: ReaderFault.ended(.exited(3))) { try reader.receive() }
    #expect(throws: ReaderFault.ended(.exited(3))) { try reader.send(.look(.scene([]))) }
}

@Test("one that closes its link, or sends an empty packet, is ended", arguments: ["closes", "empty"])
func livingOn(manner: String) throws {
    let reader = try start(manner)
    #expect(reader.end() == .ended(.signalled(SIGKILL)))
    #expect(kill(reader.processID, 0) == -1)
}

@Test("one that could not lock itself in says so and why")
func refuses() throws {
    let reader = try start("refused")
    #expect(try reader.next() == .refused("as a test asked"))
    #expect(reader.end() == .ended(.refused))
}

@Test("a reader that is let go is killed and reaped")
func letGo() throws {
    var reader: ReaderProcess? = try start("silent")
    let child = try #require(reader?.processID)
    #expect(try reader?.next() != nil)
    reader = nil
    #expect(kill(child, 0) == -1 && errno == ESRCH)
}

@Test("orders that nobody takes fill the link and do not block")
func fullLink() throws {
    let reader = try start("silent")
    _ = try reader.next()
    #expect(throws: ReaderFault.full) {
        for _ in 0..<10_000 { try reader.send(.look(.scene([]))) }
    }
}

@Test("an order takes as many descriptors as it speaks of")
func descriptorsMatch() throws {
    let reader = try start("silent")
    #expect(throws: ReaderFault.self) { try reader.send(.preview) }
    #expect(throws: ReaderFault.self) { try reader.send(.look(.scene([])), descriptors: [0]) }
}

@Test("the memory of a preview can be made neither shorter nor longer")
func sealedMemory() throws {
    let memory = try PreviewMemory()
    #expect(lseek(memory.descriptor, 0, SEEK_END) == PreviewMemory.size)
    #expect(ftruncate(memory.descriptor, 10) == -1 && errno == EPERM)
    #expect(ftruncate(memory.descriptor, 1 << 20) == -1 && errno == EPERM)
}
