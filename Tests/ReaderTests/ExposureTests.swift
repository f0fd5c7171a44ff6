import CProcessShim
import Camera
import Glibc
import QRDrawing
import Testing
import Vocabulary

@testable import Reader
@testable import ReaderLink

/// Frames come 30 a second; each is shown to the bracket, and what it asks for is noted with the time since the beginning.
private struct Camera {
    var bracket = ExposureBracket()
    var frame = 0
    var factor = 1.0
    var changes: [(at: Duration, factor: Double)] = []

    var time: Duration { .milliseconds(100) * frame / 3 }

    mutating func show(_ duration: Duration, _ view: (Double) -> ExposureBracket.View) {
        let end = time + duration
        while time < end {
            frame += 1
            guard let next = bracket.see(view(factor), at: MonotonicTime(nanoseconds: 1_000_000_000) + time) else {
                continue
            }
            factor = next
            changes.append((time, next))
        }
    }
}

@Test("a code that is not read has each exposure tried in turn, then there is a rest")
func exposuresTakeTurns() {
    var camera = Camera()
    camera.show(.seconds(1.2)) { _ in .unread }
    #expect(camera.changes.map(\.factor) == [0.5, 0.25, 2, 1])
    #expect(camera.changes.first.map { $0.at >= .milliseconds(300) && $0.at < .milliseconds(400) } == true)
    camera.show(.seconds(1.9)) { _ in .unread }
    #expect(camera.changes.count == 4)
    camera.show(.seconds(1)) { _ in .unread }
    #expect(camera.changes.dropFirst(4).first?.factor == 0.5)
}

@Test("an exposure at which something is read stays while it is read, and then the camera has its own again")
func exposureThatReads() {
    var camera = Camera()
    camera.show(.seconds(5)) { $0 == 0.25 ? .read : .unread }
    #expect(camera.changes.map(\.factor) == [0.5, 0.25])
    camera.show(.seconds(0.9)) { _ in .nothing }
    #expect(camera.factor == 0.25)
    camera.show(.seconds(0.2)) { _ in .nothing }
    #expect(camera.factor == 1)
}

@Test("what is read at once, or looks like a code for a moment only, changes nothing")
func exposureStays() {
    var camera = Camera()
    camera.show(.seconds(3)) { _ in .read }
    for _ in 0..<10 {
        camera.show(.milliseconds(200)) { _ in .unread }
        camera.show(.milliseconds(500)) { _ in .nothing }
        camera.show(.milliseconds(200)) { _ in .unread }
        camera.show(.milliseconds(34)) { _ in .read }
    }
    #expect(camera.changes.isEmpty)
}

@Test("frames in which even the look of a code is lost for a moment do not put it off")
func exposureDespiteGaps() {
    var camera = Camera()
    for _ in 0..<6 {
        camera.show(.milliseconds(70)) { _ in .unread }
        camera.show(.milliseconds(70)) { _ in .nothing }
    }
    #expect(camera.changes.first?.factor == 0.5)
}

/// A code on a display on which the sun burns: much of its data is white at the camera's own exposure. Time is its own.
private final class SunlitSource: FrameSource {
    private let code: Raster
    private var luma = [UInt8](repeating: 0, count: 640 * 480)
    private var sequence: UInt64 = 0
    private(set) var factors: [Double] = []
    private let hasControl: Bool

    init(hasControl: Bool) throws {
        self.hasControl = hasControl
        code = try QRCode(Array("a pass that is held up in the evening sun".utf8), level: .high)
            .raster(modulePixels: 6)
    }

    var descriptor: CInt? { nil }
    var due: MonotonicTime? { MonotonicTime(nanoseconds: 0) }

    func multiplyExposure(by factor: Double) -> Bool {
        if hasControl { factors.append(factor) }
        return hasControl
    }

    func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        sequence += 1
        draw(factors.last ?? 1)
        try luma.withUnsafeBufferPointer {
            try body(
                Frame(
                    luma: $0.baseAddress!, width: 640, height: 480, stride: 640, sequence: sequence,
                    captured: MonotonicTime(nanoseconds: sequence * 33_333_333)))
        }
        return .frame
    }

    private func draw(_ factor: Double) {
        // The finder patterns are in the shade.
        let burnt = (4 + 10) * 6..<code.width - 5 * 6
        for y in 0..<480 {
            for x in 0..<640 {
                let (u, v) = (x - 200, y - 60)
                let isCode = (0..<code.width).contains(u) && (0..<code.height).contains(v)
                let ground = isCode ? 30.0 + Double(code.pixels[v * code.width + u]) * 2 / 3 : 70
                let light = ground + (burnt.contains(u) && burnt.contains(v) ? 230 : 0)
                luma[y * 640 + x] = UInt8(min(255, light * factor))
            }
        }
    }
}

/// What is read of the first three seconds.
private func read(_ source: SunlitSource) throws -> Int {
    var ends: [CInt] = [-1, -1]
    try #require(link_pair(&ends) == 0)
    let controller = PacketLink(taking: ends[0], lengthLimit: ReaderReport.maximumLength, descriptorLimit: 0)
    let link = PacketLink(taking: ends[1], lengthLimit: ReaderOrder.maximumLength, descriptorLimit: 0)
    let loop = ReaderLoop(link: link) { _, _, _ in source }
    try controller.send(ReaderOrder.look(.scene([])).encode())
    var count = 0
    for _ in 0..<90 {
        try loop.turn()
        count += drain(controller.descriptor)
    }
    return count
}

/// How many of the reports that wait have sightings.
private func drain(_ link: CInt) -> Int {
    var count = 0
    var descriptors: CInt = 0
    var bytes = [UInt8](repeating: 0, count: ReaderReport.maximumLength)
    while case let length = link_receive(link, &bytes, bytes.count, nil, 0, &descriptors), length > 0 {
        if case .sightings? = try? ReaderReport(packet: bytes[..<length]) { count += 1 }
    }
    return count
}

@Test("a code in the sun is read by a camera whose exposure can be changed, and by no other")
func codeInTheSun() throws {
    let sunlit = try SunlitSource(hasControl: true)
    #expect(try read(sunlit) > 20)
    #expect(sunlit.factors.last.map { $0 < 1 } == true)
    #expect(try read(SunlitSource(hasControl: false)) == 0)
}
