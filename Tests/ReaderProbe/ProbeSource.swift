import AllocationCount
import CAttempts
import Camera
import Glibc
import QRDrawing
import Vocabulary

/// Sources of the probe: a scene shows its first payload; a replay does what its first name says.
func openProbeSource(
    _ description: SourceDescription, _ descriptors: [CInt], at now: MonotonicTime
) throws(CameraFault) -> any FrameSource {
    for descriptor in descriptors { close(descriptor) }
    switch description {
    case .scene(let acts):
        return CardSource(payload: acts.first?.payload ?? [])
    case .replay(let names, _, _):
        switch names.first {
        case "attempts":
            throw CameraFault(.failed, allAttempts().map { "\($0.name) \($0.code)" }.joined(separator: ","))
        case "trap": fatalError("as a test asked")
        case "hang": while true { sched_yield() }
        case "allocations": return CardSource(payload: Array("a code in view".utf8), countsAllocations: true)
        default: return CardSource(payload: [], lastFrame: 3)
        }
    case .device, .stream: throw CameraFault(.unplugged, code: ENODEV, "the camera is gone: check its cable")
    }
}

/// A card with a code, held up before a grey wall and never quite still. 640x480 at 100 frames a second.
private final class CardSource: FrameSource {
    private static let width = 640
    private static let height = 480
    /// By then every attempt was made, also those that come once in a hundred frames.
    private static let warm: UInt64 = 400

    private var luma: [UInt8]
    private let card: Raster?
    private let lastFrame: UInt64
    private let countsAllocations: Bool
    private var sequence: UInt64 = 0
    private var next = MonotonicTime.now

    init(payload: [UInt8], lastFrame: UInt64 = .max, countsAllocations: Bool = false) {
        luma = [UInt8](repeating: 128, count: Self.width * Self.height)
        card = payload.isEmpty ? nil : try? QRCode(payload).raster(modulePixels: 4)
        self.lastFrame = countsAllocations ? Self.warm + 100 : lastFrame
        self.countsAllocations = countsAllocations
    }

    var descriptor: CInt? { nil }
    var due: MonotonicTime? { next }
    var note: String { "a card" }

    func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        if countsAllocations, sequence == Self.warm { allocation_count_begin() }
        if sequence > lastFrame {
            guard countsAllocations else { return .end }
            throw CameraFault(.failed, "\(allocation_count_end()) allocations")
        }
        draw()
        next = now + .milliseconds(10)
        sequence += 1
        try luma.withUnsafeBufferPointer {
            try body(
                Frame(
                    luma: $0.baseAddress!, width: Self.width, height: Self.height, stride: Self.width,
                    sequence: sequence, captured: now))
        }
        return .frame
    }

    private func draw() {
        guard let card else { return }
        let left = 100 + Int(sequence % 4)
        for y in 0..<card.height {
            for x in 0..<card.width { luma[(60 + y) * Self.width + left + x] = card.pixels[y * card.width + x] }
        }
    }
}
