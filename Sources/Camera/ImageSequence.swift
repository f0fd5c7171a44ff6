import Glibc
import Vocabulary

/// The frames of one file: many of a y4m, one of a PNG, a JPEG or a PGM. By content, not by name.
public final class ImageSequence {
    /// Frames a second where the file does not say.
    static let usualRate = 30.0

    /// Whether it is one still picture.
    public let isStill: Bool
    /// Frames a second as a y4m's F tag has it; nil where nothing says so.
    public let framesPerSecond: Double?

    private enum Content {
        /// Decoded, or nil while it is not needed.
        case still(LumaPlane?)
        case film(Film)
    }

    private let file: InputFile
    private var content: Content
    /// Frames lent since the beginning.
    private var lent: UInt64 = 0

    /// Takes the descriptor of a regular file over, and looks at its beginning; a still picture is decoded.
    ///
    /// `name` is for messages only. Throws a `CameraFault` that says what is wrong with the file.
    public init(descriptor: CInt, name: String) throws(CameraFault) {
        file = InputFile(Descriptor(descriptor), name: name)
        if try file.begins(with: StreamFormat.magic) {
            let film = try Film(file)
            content = .film(film)
            isStill = false
            framesPerSecond = film.framesPerSecond
        } else {
            content = .still(try Self.decode(file))
            isStill = true
            framesPerSecond = nil
        }
    }

    /// Whether the file has many frames, as far as its first bytes tell; it stays the caller's, and where it is.
    public static func isFilm(_ descriptor: CInt) -> Bool {
        let magic = StreamFormat.magic
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: magic.count) { start in
            pread(descriptor, start.baseAddress, magic.count, 0) == magic.count && start.elementsEqual(magic)
        }
    }

    /// Lends the next frame to `body`; false at the end, and then nothing was lent.
    ///
    /// Its `sequence` counts from 0; its `captured` is the time since the first frame, by the file's rate or 30 a second.
    /// Throws what `body` throws, and a `CameraFault` where the file is damaged.
    public func next(_ body: (Frame) throws -> Void) throws -> Bool {
        guard let plane = try nextPlane() else { return false }
        let captured = MonotonicTime(nanoseconds: UInt64(Double(lent) / (framesPerSecond ?? Self.usualRate) * 1e9))
        let frame = plane.frame(sequence: lent, captured: captured)
        lent += 1
        try body(frame)
        return true
    }

    /// Begins anew.
    public func rewind() throws(CameraFault) {
        lent = 0
        if case .film(let film) = content { film.rewind() }
    }

    /// Gives a still picture's memory back; `next` decodes it again.
    func unload() {
        if isStill { content = .still(nil) }
    }

    private func nextPlane() throws(CameraFault) -> LumaPlane? {
        switch content {
        case .film(let film): return try film.next()
        case .still where lent > 0: return nil
        case .still(let kept?): return kept
        case .still(nil):
            let plane = try Self.decode(file)
            content = .still(plane)
            return plane
        }
    }

    private static func decode(_ file: InputFile) throws(CameraFault) -> LumaPlane {
        let bytes = try file.whole()
        do throws(FormatComplaint) {
            return try StillPicture.decode(bytes)
        } catch { throw .unusable(file.name, error.words) }
    }
}
