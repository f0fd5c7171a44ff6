import Vocabulary

/// Files instead of a camera, one after the other: a still picture for a second, a y4m at its own rate.
public final class ReplaySource: FrameSource {
    /// How long a still picture is shown: 30 frames at 30 a second.
    static let framesPerStill = 30
    static let usualRate = 30.0
    /// A process that slept longer than this goes on where it was instead of dropping all that was due meanwhile.
    static let longestLag = Duration.seconds(1)

    private let files: [ImageSequence]
    private let isLooped: Bool
    private let isPaced: Bool
    /// The file being shown, and how often its still picture was shown.
    private var current = 0
    private var shown = 0
    private var sequence: UInt64 = 0
    /// When the next frame is taken, on the replay's own clock.
    private var next: MonotonicTime

    /// Shows `files` from `now` on: as a camera would where it is paced, else as fast as they are taken, each frame then
    /// bearing the time that it would have had.
    public init(_ files: [ImageSequence], isLooped: Bool, isPaced: Bool, at now: MonotonicTime) {
        self.files = files
        self.isLooped = isLooped
        self.isPaced = isPaced
        next = now
    }

    public var descriptor: CInt? { nil }
    public var due: MonotonicTime? { isPaced ? next : MonotonicTime(nanoseconds: 0) }

    public func take(at now: MonotonicTime, _ body: (Frame) throws -> Void) throws -> Taken {
        if isPaced {
            guard now >= next else { return .notYet }
            if now - next > Self.longestLag { next = now }
            while now >= next + interval {
                guard try show({ _ in }) else { return .end }
            }
        }
        return try show(body) ? .frame : .end
    }

    private var interval: Duration {
        guard files.indices.contains(current) else { return .zero }
        return .seconds(1) / (files[current].framesPerSecond ?? Self.usualRate)
    }

    /// Lends the next frame of all files; false where there is none any more.
    private func show(_ body: (Frame) throws -> Void) throws -> Bool {
        while files.indices.contains(current) {
            let file = files[current]
            if file.isStill, shown > 0, shown < Self.framesPerStill { try file.rewind() }
            let isShown = try file.next { frame in
                let captured = next
                next = next + interval
                shown += 1
                sequence += 1
                try body(frame.stamped(sequence: sequence - 1, captured: captured))
            }
            if isShown { return true }
            try leave(file)
        }
        return false
    }

    private func leave(_ file: ImageSequence) throws(CameraFault) {
        try file.rewind()
        if files.count > 1 { file.unload() }
        shown = 0
        current += 1
        if isLooped { current %= files.count }
    }
}

extension Frame {
    /// The same pixels as another frame in another order and time.
    func stamped(sequence: UInt64, captured: MonotonicTime) -> Frame {
        Frame(luma: luma, width: width, height: height, stride: stride, sequence: sequence, captured: captured)
    }
}
