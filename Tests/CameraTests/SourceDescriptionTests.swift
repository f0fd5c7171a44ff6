import Glibc
import Testing
import Vocabulary

@testable import Camera

@Suite struct SourceDescriptionTests {
    private static let now = MonotonicTime(nanoseconds: 5)

    private static func isOpen(_ descriptor: CInt) -> Bool { fcntl(descriptor, F_GETFD) != -1 }

    @Test("each kind of source is opened with its descriptors")
    func kinds() throws {
        let replay = SourceDescription.replay(names: ["a", "b"], isLooped: false, isPaced: false)
        let files = [try Made.file(Made.y4m()), try Made.file(Made.raster().png())]
        #expect(try replay.open(files, at: Self.now) is ReplaySource)
        #expect(try SourceDescription.scene([]).open([], at: Self.now) is SceneSource)
        let stream = SourceDescription.stream(width: 4, height: 4)
        #expect(try stream.open([Made.file([])], at: Self.now) is StreamSource)
    }

    @Test("a wrong number of descriptors is a fault, and none stays open")
    func wrongNumber() throws {
        let replay = SourceDescription.replay(names: ["a"], isLooped: false, isPaced: false)
        let none = SourceDescription.replay(names: [], isLooped: false, isPaced: false)
        for (source, count) in [(replay, 2), (none, 1), (.scene([]), 1), (.stream(width: 1, height: 1), 2)] {
            let descriptors = try (0..<count).map { _ in try Made.file(Made.pgm()) }
            let fault = #expect(throws: CameraFault.self) { try source.open(descriptors, at: Self.now) }
            #expect(fault?.what.contains("\(count) descriptors") == true)
        }
        for source in [replay, none, .stream(width: 1, height: 1), .device(CameraSettings())] {
            #expect(throws: CameraFault.self) { try source.open([], at: Self.now) }
        }
    }

    @Test("where one file is bad all are closed")
    func closed() throws {
        let before = try Self.openDescriptors()
        let replay = SourceDescription.replay(names: ["a", "b", "c"], isLooped: false, isPaced: false)
        for _ in 0..<64 {
            let files = [try Made.file(Made.pgm()), try Made.file([1]), try Made.file(Made.pgm())]
            let fault = #expect(throws: CameraFault.self) { try replay.open(files, at: Self.now) }
            #expect(fault?.what.hasPrefix("b: ") == true)
        }
        // Other tests open a few files at this moment; these would be 192.
        #expect(try Self.openDescriptors() < before + 64)
    }

    private static func openDescriptors() throws -> Int { (0..<1024).count { isOpen($0) } }
}
