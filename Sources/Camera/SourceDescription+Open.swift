import Glibc
import Vocabulary

extension SourceDescription {
    /// Makes the source out of what was opened elsewhere. Takes all descriptors over, also where it throws.
    ///
    /// Throws a `CameraFault` that says what is wrong with the source.
    public func open(_ descriptors: [CInt], at now: MonotonicTime) throws(CameraFault) -> any FrameSource {
        var rest = Handover(descriptors)
        switch (self, descriptors.count) {
        case (.device(let settings), 1):
            return try V4L2Camera(descriptor: rest.next(), settings: settings, at: now)
        case (.stream(let width, let height, let hasChroma), 1):
            return try StreamSource(descriptor: rest.next(), width: width, height: height, hasChroma: hasChroma)
        case (.replay(let names, let isLooped, let isPaced), 1...) where names.count == descriptors.count:
            var files: [ImageSequence] = []
            for name in names {
                let file = try ImageSequence(descriptor: rest.next(), name: name)
                // Of many pictures only the one being shown is held in memory.
                if names.count > 1 { file.unload() }
                files.append(file)
            }
            return ReplaySource(files, isLooped: isLooped, isPaced: isPaced, at: now)
        case (.scene(let acts), 0):
            return SceneSource(acts, at: now)
        default:
            throw CameraFault(.failed, "a source came with \(descriptors.count) descriptors, which is not its number")
        }
    }
}

/// Descriptors that were handed over; those that nobody took are closed.
private struct Handover: ~Copyable {
    private var rest: ArraySlice<CInt>

    init(_ descriptors: [CInt]) { rest = descriptors[...] }

    /// The next one, now the caller's. There must be one.
    mutating func next() -> CInt { rest.removeFirst() }

    deinit { for descriptor in rest { close(descriptor) } }
}
