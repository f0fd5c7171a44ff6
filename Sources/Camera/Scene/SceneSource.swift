import Glibc
import QRDrawing
import Vocabulary

/// The synthetic doorway of the demo: 1280x720 luma at 30 frames a second, of people who come up one after the other.
///
/// What it shows follows from the time alone. While nobody is there its grain is frozen, and frames are equal to the byte.
public final class SceneSource: FrameSource {
    public static let framesPerSecond = 30
    private static let interval = Duration.seconds(1) / framesPerSecond

    private let acts: [SceneAct]
    /// What is shown in each act; nil where nothing is, or more than a code holds.
    private let codes: [QRCode?]
    private let script: SceneScript
    private let start: MonotonicTime
    private let grain = Grain()
    private let backdrop = LumaPlane(width: Backdrop.width, height: Backdrop.height)
    private let plane = LumaPlane(width: Backdrop.width, height: Backdrop.height)
    private let card = Card()
    private var painted: Int?
    /// Where the plane differs from the backdrop.
    private var touched = Box.nothing
    private var nextFrame: UInt64 = 0

    /// The acts begin at `now`, one after the other, and repeat.
    public init(_ acts: [SceneAct], at now: MonotonicTime) {
        self.acts = acts
        codes = acts.map { try? QRCode($0.payload) }
        script = SceneScript(count: acts.count)
        start = now
        Backdrop.draw(on: backdrop, grain: grain)
        memcpy(plane.pixels, backdrop.pixels, plane.count)
    }

    public var descriptor: CInt? { nil }
    public var due: MonotonicTime? { time(of: nextFrame) }

    public func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        guard now >= time(of: nextFrame) else { return .notYet }
        let frame = UInt64((now - start) / Self.interval + 1e-6)
        nextFrame = frame + 1
        draw(frame)
        try body(plane.frame(sequence: frame, captured: time(of: frame)))
        return .frame
    }

    private func time(of frame: UInt64) -> MonotonicTime {
        start + .nanoseconds(Int64(frame) * 1_000_000_000 / Int64(Self.framesPerSecond))
    }

    private func draw(_ frame: UInt64) {
        restore()
        guard let moment = script.moment(at: Double(frame) / Double(Self.framesPerSecond)) else { return }
        let act = acts[moment.act]
        let code = codes[moment.act]
        if let code, painted != moment.act {
            card.paint(Card.Style(act.manner), code)
            painted = moment.act
        }
        grain.shift(to: frame)
        var canvas = Canvas(plane, grain: grain)
        let performance = Performance(
            act.manner, act: moment.act, hasCard: code != nil, seconds: moment.seconds)
        performance.draw(on: &canvas, card)
        touched = canvas.touched
    }

    /// Makes the plane equal to the backdrop again.
    private func restore() {
        guard !touched.isEmpty else { return }
        for y in touched.top..<touched.bottom {
            let at = y * plane.width + touched.left
            memcpy(plane.pixels + at, backdrop.pixels + at, touched.right - touched.left)
        }
        touched = .nothing
    }
}
