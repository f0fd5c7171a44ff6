import AllocationCount
import CProcessShim
import Camera
import Glibc
import QRDrawing
import Testing
import Vocabulary

@testable import Reader
@testable import ReaderLink

/// A loop of a reader in this process, without its walls, and the controller's end of its link.
private final class Bench {
    let loop: ReaderLoop
    let link: CInt
    private(set) var source: WallSource?

    init(payload: [UInt8] = []) throws {
        var ends: [CInt] = [-1, -1]
        try #require(link_pair(&ends) == 0)
        link = ends[0]
        let packets = PacketLink(
            taking: ends[1], lengthLimit: ReaderOrder.maximumLength, descriptorLimit: SourceDescription.maximumFiles)
        let source = try WallSource(payload: payload)
        self.source = source
        loop = ReaderLoop(link: packets) { _, _, _ in source }
    }

    deinit { close(link) }

    func send(_ order: ReaderOrder, descriptors: [CInt] = []) {
        let packet = order.encode()
        #expect(link_send(link, packet, packet.count, descriptors, CInt(descriptors.count)) == 0)
    }

    /// All reports that wait.
    func reports() -> [ReaderReport] {
        var reports: [ReaderReport] = []
        var bytes = [UInt8](repeating: 0, count: ReaderReport.maximumLength)
        var count: CInt = 0
        while case let length = link_receive(link, &bytes, bytes.count, nil, 0, &count), length > 0 {
            if let report = try? ReaderReport(packet: bytes[..<length]) { reports.append(report) }
        }
        return reports
    }
}

/// A grey wall of 1280x720 with or without a code on it, at every turn.
private final class WallSource: FrameSource {
    private var luma = [UInt8](repeating: 100, count: 1280 * 720)
    private var sequence: UInt64 = 0

    init(payload: [UInt8]) throws {
        guard !payload.isEmpty else { return }
        let code = try QRCode(payload).raster(modulePixels: 8)
        for y in 0..<code.height {
            for x in 0..<code.width { luma[(200 + y) * 1280 + 400 + x] = code.pixels[y * code.width + x] }
        }
    }

    var descriptor: CInt? { nil }
    var due: MonotonicTime? { MonotonicTime(nanoseconds: 0) }

    func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        sequence += 1
        try luma.withUnsafeBufferPointer {
            try body(
                Frame(
                    luma: $0.baseAddress!, width: 1280, height: 720, stride: 1280, sequence: sequence, captured: now))
        }
        return .frame
    }
}

@Test("a preview is the next frame made small, with the outline of its code drawn in")
func preview() throws {
    let bench = try Bench(payload: Array("SP1:".utf8))
    let memory = try PreviewMemory()
    bench.send(.look(.scene([])))
    bench.send(.preview, descriptors: [memory.descriptor])
    for _ in 0..<3 { try bench.loop.turn() }
    let reports = bench.reports()
    #expect(reports.contains(.previewWritten(width: 320, height: 180)))
    let outline = try #require(reports.compactMap(sightings).first?.sightings.first?.outline)
    var picture = [UInt8](repeating: 0, count: PreviewMemory.size)
    #expect(pread(memory.descriptor, &picture, picture.count, 0) == picture.count)
    #expect(picture[0] == 100 && picture[180 * 320 - 1] == 100)
    #expect(picture[180 * 320] == 0)
    // The frame is four times as large; its middle is the code's.
    for corner in outline.corners {
        func luma(_ away: Int) -> UInt8 {
            let x = Int((corner.x / 4).rounded()) + (corner.x < 640 ? -away : away)
            let y = Int((corner.y / 4).rounded()) + (corner.y < 360 ? -away : away)
            return picture[y * 320 + x]
        }
        #expect(luma(3) == 255 && luma(6) == 0)
    }
}

@Test("a preview's frame is measured whole: its light, its sharpness, the code in it and what read it")
func measured() throws {
    let bench = try Bench(payload: Array("SP1:".utf8))
    let memory = try PreviewMemory()
    bench.send(.look(.scene([])))
    bench.send(.preview, descriptors: [memory.descriptor])
    for _ in 0..<3 { try bench.loop.turn() }
    let reports = bench.reports()
    let measured = try #require(reports.compactMap { if case .measured(let it) = $0 { it } else { nil } }.first)
    #expect((measured.width, measured.height) == (1280, 720))
    #expect((100...120).contains(measured.brightness) && measured.focus > 2 && measured.glare > 0)
    #expect(measured.codes == 1 && measured.attempt == "redrawn" && measured.modules == 21)
    let outline = try #require(reports.compactMap(sightings).first?.sightings.first?.outline)
    #expect(abs(try #require(measured.moduleSize) - outline.area.squareRoot() / 21) < 0.01)
    #expect(measured.scanMilliseconds > 0)
}

@Test("a blurred frame measures less sharp than the same one sharp, and a flat one not at all")
func focus() {
    func measure(_ luma: [UInt8]) -> FrameMeasurement {
        luma.withUnsafeBufferPointer {
            FrameMeasurement(
                Frame(
                    luma: $0.baseAddress!, width: 64, height: 64, stride: 64, sequence: 0,
                    captured: MonotonicTime(nanoseconds: 0)))
        }
    }
    let side = 64
    var sharp = [UInt8](repeating: 0, count: side * side)
    for place in sharp.indices {
        let (column, row) = (place % side / 8, place / side / 8)
        sharp[place] = (column + row) % 2 == 0 ? 0 : 200
    }
    var blurred = sharp
    for place in sharp.indices {
        let (x, y) = (place % side, place / side)
        var (sum, count) = (0, 0)
        for row in max(0, y - 2)...min(side - 1, y + 2) {
            for column in max(0, x - 2)...min(side - 1, x + 2) {
                sum += Int(sharp[row * side + column])
                count += 1
            }
        }
        blurred[place] = UInt8(sum / count)
    }
    #expect(measure(sharp).focus > 3 * measure(blurred).focus)
    let flat = measure([UInt8](repeating: 255, count: 64 * 64))
    #expect(flat.focus == 0 && flat.brightness == 255 && flat.glare == 1)
}

@Test("one request is one picture")
func onePreview() throws {
    let bench = try Bench()
    let memory = try PreviewMemory()
    bench.send(.look(.scene([])))
    bench.send(.preview, descriptors: [memory.descriptor])
    for _ in 0..<6 { try bench.loop.turn() }
    #expect(bench.reports().count { $0 == .previewWritten(width: 320, height: 180) } == 1)
}

@Test("memory that is too short for a preview is left alone")
func shortMemory() throws {
    let bench = try Bench()
    let memory = memory_of_fixed_size("short", 4096)
    defer { close(memory) }
    bench.send(.look(.scene([])))
    bench.send(.preview, descriptors: [memory])
    for _ in 0..<4 { try bench.loop.turn() }
    #expect(!bench.reports().contains(.previewWritten(width: 320, height: 180)))
}

@Test("nobody listens: frames go on, what is newest is dropped, and the camera's state comes later")
func nobodyListens() throws {
    let bench = try Bench(payload: Array("a code in view".utf8))
    bench.send(.look(.scene([])))
    while bench.loop.tell(.previewWritten(width: 1, height: 1)) {}
    for _ in 0..<5 { try bench.loop.turn() }
    #expect(bench.reports().allSatisfy { $0 == .previewWritten(width: 1, height: 1) })
    let end = MonotonicTime.now + ReaderFigures.interval + .milliseconds(100)
    while MonotonicTime.now < end { try bench.loop.turn() }
    #expect(bench.reports().count { camera($0) == .streaming(width: 1280, height: 720, note: "") } == 1)
}

@Test("a turn with a frame that shows a code allocates nothing once it is warm")
func allocatesNothing() throws {
    let bench = try Bench(payload: Array("a code in view".utf8))
    bench.send(.look(.scene([])))
    for _ in 0..<50 { try bench.loop.turn() }
    _ = bench.reports()
    allocation_count_begin()
    for _ in 0..<50 { try bench.loop.turn() }
    let count = allocation_count_end()
    #expect(bench.reports().count { sightings($0) != nil } == 50)
    #expect(count == 0)
}

@Test("an order that is none, or lacks its descriptors, ends the reader")
func wrongOrders() throws {
    for (packet, descriptors) in [([9], []), ([2], []), ([2], [0, 0])] as [([UInt8], [CInt])] {
        let bench = try Bench()
        #expect(link_send(bench.link, packet, packet.count, descriptors, CInt(descriptors.count)) == 0)
        #expect(throws: PacketLink.Fault.failed(EBADMSG)) { try bench.loop.turn() }
    }
}

@Test("what is no link is not taken for one")
func noLink() {
    withNull { null in
        #expect(runReader(link: null) { _, _, _ throws(CameraFault) in throw CameraFault(.failed, "") } == EX_USAGE)
    }
}
