import Testing
import Vocabulary

@testable import ReaderLink

let quad = Quad(
    topLeft: Point(x: 1, y: 2), topRight: Point(x: 30.5, y: 2), bottomRight: Point(x: 30, y: 40),
    bottomLeft: Point(x: -1, y: 41))

let fullFrame = FrameSightings(
    sequence: .max, captured: MonotonicTime(nanoseconds: 7),
    sightings: (0..<FrameSightings.capacity).map {
        let share = FrameSightings.payloadCapacity / FrameSightings.capacity
        return Sighting(payload: Payload([UInt8](repeating: UInt8($0), count: share)), outline: quad)
    })

let reports: [ReaderReport] = [
    .ready(Confinement(isFiltered: true, landlock: 6)),
    .refused("Landlock failed: Invalid argument"),
    .sightings(
        FrameSightings(
            sequence: 41, captured: MonotonicTime(nanoseconds: 1_234_567_890),
            sightings: [
                Sighting(payload: Payload(0...255), outline: quad),
                Sighting(payload: Payload([UInt8](repeating: 65, count: 5000)), outline: quad),
                Sighting(payload: Payload([]), outline: quad),
            ])),
    .sightings(fullFrame),
    .camera(.streaming(width: 1280, height: 720, note: "gain did not take")),
    .camera(.lost(CameraFault(.stalled, code: -5, "no frames"))),
    .camera(.ended),
    .figures(ReaderFigures()),
    .previewWritten(width: 320, height: 180),
    .measured(FrameMeasurement(width: 1280, height: 720)),
    .attempting(.regionEven, FrameArea(left: 8, top: 16, width: 640, height: 65535)),
    .scanned(
        FrameScan(
            frame: fullFrame, readers: [AttemptKind](repeating: .plain, count: FrameSightings.capacity),
            attempts: AttemptKind.allCases, cpuMicroseconds: .max)),
    .scanned(
        FrameScan(
            frame: FrameSightings(sequence: 3, captured: MonotonicTime(nanoseconds: 0), sightings: []), readers: [],
            attempts: [], cpuMicroseconds: 0)),
]

let orders: [ReaderOrder] = [
    .preview, .halt, .step(7), .leaveOut([]),
    .leaveOut([FrameArea](repeating: FrameArea(left: 1, top: 2, width: 3, height: 4), count: LeftOut.capacity)),
    .read(.plain), .read(ReadingPlan(.thorough)),
    .look(.device(CameraSettings())),
    .look(.stream(width: 1280, height: 720)), .look(.stream(width: 1280, height: 720, hasChroma: true)),
    .look(.replay(names: ["a.y4m", ""], isLooped: true, isPaced: false)),
    .look(
        .replay(
            names: [String](repeating: String(repeating: "n", count: 255), count: 250), isLooped: false, isPaced: true)),
    .look(
        .scene(
            (0..<32).map { _ in SceneAct(manner: .crooked, payload: [UInt8](repeating: 0, count: Payload.maximumLength))
            })),
]

func packet(_ report: ReaderReport) -> [UInt8] {
    var bytes: [UInt8] = []
    report.encode(into: &bytes)
    return bytes
}

@Test("a report comes out as it went in", arguments: reports)
func reportRoundTrip(report: ReaderReport) throws {
    let bytes = packet(report)
    #expect(bytes.count <= ReaderReport.maximumLength)
    #expect(try ReaderReport(packet: bytes[...]) == report)
}

@Test("an order comes out as it went in", arguments: orders)
func orderRoundTrip(order: ReaderOrder) throws {
    let bytes = order.encode()
    #expect(bytes.count <= ReaderOrder.maximumLength)
    #expect(try ReaderOrder(packet: bytes[...]) == order)
}

@Test("camera settings that are not set stay so")
func settingsRoundTrip() throws {
    var settings = CameraSettings()
    (settings.exposure, settings.focus) = (-3, 0)
    let order = ReaderOrder.look(.device(settings))
    #expect(try ReaderOrder(packet: order.encode()[...]) == order)
}

@Test("every truncation of a report is refused, and every byte too many", arguments: reports)
func truncatedReports(report: ReaderReport) {
    let bytes = packet(report)
    for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 500)) {
        #expect(throws: WireFault.self) { try ReaderReport(packet: bytes[..<end]) }
    }
    #expect(throws: WireFault.self) { try ReaderReport(packet: bytes.dropLast()) }
    #expect(throws: WireFault.self) { try ReaderReport(packet: (bytes + [0])[...]) }
}

@Test("every truncation of an order is refused, and every byte too many", arguments: orders)
func truncatedOrders(order: ReaderOrder) {
    let bytes = order.encode()
    for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 500)) {
        #expect(throws: WireFault.self) { try ReaderOrder(packet: bytes[..<end]) }
    }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: bytes.dropLast()) }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: (bytes + [0])[...]) }
}

@Test("numbers beyond their bounds are refused")
func bounds() {
    let frame = packet(reports[2])
    for (offset, value) in [(17, UInt8(17)), (18, 2), (20, 255)] {
        var hostile = frame
        hostile[offset] = value
        #expect(throws: WireFault.self) { try ReaderReport(packet: hostile[...]) }
    }
    // The first corner's x, just behind the first payload: NaN, infinity, a number beyond any frame.
    for number in [Double.nan, .infinity, -.infinity, 65536.5] {
        var hostile = frame
        withUnsafeBytes(of: number.bitPattern.littleEndian) { hostile.replaceSubrange(277..<285, with: $0) }
        #expect(throws: WireFault.self) { try ReaderReport(packet: hostile[...]) }
    }
    // A picture that would not fit into the memory: whoever looks would read beyond it.
    for size in [[0x41, 1, 180, 0], [0, 0, 180, 0], [64, 1, 241, 0]] as [[UInt8]] {
        #expect(throws: WireFault.self) { try ReaderReport(packet: ([5] + size)[...]) }
    }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: [1, 3, 251]) }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: [1, 4, 33]) }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: [1, 2, 1, 64, 1, 0]) }
    // An attempt that there is not, a budget of nothing, more parts than may be left out.
    #expect(throws: WireFault.self) { try ReaderOrder(packet: [3, 1, 10, 100, 0, 0, 0, 1]) }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: [3, 1, 0, 0, 0, 0, 0, 1]) }
    #expect(throws: WireFault.self) { try ReaderOrder(packet: [4, 9]) }
}

@Test("a reader's words come as printable ASCII")
func hostileText() throws {
    let bytes: [UInt8] = [6, 6, 0, 0x1b, 0x5b, 0x41, 0x0a, 0xff, 0x7f]
    #expect(try ReaderReport(packet: bytes[...]) == .refused("?[A???"))
}

@Test("encoding writes over the storage of the last packet")
func encodingReusesStorage() {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ReaderReport.maximumLength)
    let storage = bytes.withUnsafeBufferPointer { $0.baseAddress }
    for report in reports + reports {
        report.encode(into: &bytes)
        #expect(bytes.withUnsafeBufferPointer { $0.baseAddress } == storage)
    }
}

@Test("the sightings of a frame are told without another copy of them")
func sightingsShareStorage() {
    let seen = fullFrame.sightings
    let told = FrameSightings(sequence: 0, captured: MonotonicTime(nanoseconds: 0), sightings: seen)
    #expect(seen.withUnsafeBufferPointer(\.baseAddress) == told.sightings.withUnsafeBufferPointer(\.baseAddress))
    let many = FrameSightings(sequence: 0, captured: MonotonicTime(nanoseconds: 0), sightings: seen + seen)
    #expect(many.sightings == seen)
}

@Test("of many codes those are told that fit")
func asManyAsFit() {
    func told(_ count: Int, _ length: Int) -> Int {
        let sighting = Sighting(payload: Payload([UInt8](repeating: 65, count: length)), outline: quad)
        let sightings = [Sighting](repeating: sighting, count: count)
        return FrameSightings(sequence: 0, captured: MonotonicTime(nanoseconds: 0), sightings: sightings).sightings
            .count
    }
    #expect(told(100, 20) == FrameSightings.capacity)
    #expect(told(20, Payload.maximumLength) == 16)
    #expect(told(3, 20) == 3)
}
