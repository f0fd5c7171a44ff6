import Vocabulary

/// The frames of a y4m file, one after the other through one plane.
final class Film {
    private let file: InputFile
    private var parser = PlaneParser()
    /// A piece of the file; `unparsed` of it is still to be taken in.
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)
    private var unparsed = 0..<0
    /// Where the piece after it begins.
    private var offset: Int
    private let afterHeader: Int
    private var frames = 0

    /// Reads the header.
    init(_ file: InputFile) throws(CameraFault) {
        self.file = file
        let beginning = try file.first(PlaneParser.longestLine)
        afterHeader = beginning.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? beginning.count
        offset = afterHeader
        _ = try feed(beginning[..<afterHeader])
        guard parser.format != nil else { throw .unusable(file.name, "is cut short within its header") }
    }

    var framesPerSecond: Double? { parser.format?.framesPerSecond }

    /// The next frame's plane; nil at the end.
    func next() throws(CameraFault) -> LumaPlane? {
        while true {
            if unparsed.isEmpty {
                let count = try chunk.withUnsafeMutableBufferPointer { buffer throws(CameraFault) in
                    try file.read(into: buffer, at: offset)
                }
                guard count > 0 else { break }
                offset += count
                unparsed = 0..<count
            }
            let (count, isWhole) = try feed(chunk[unparsed])
            unparsed = unparsed.dropFirst(count)
            if isWhole {
                frames += 1
                return parser.plane
            }
        }
        guard parser.isBetweenFrames else { throw .unusable(file.name, "is cut short within frame \(frames)") }
        guard frames > 0 else { throw .unusable(file.name, "holds no frame") }
        return nil
    }

    func rewind() {
        parser.rewind()
        (unparsed, offset, frames) = (0..<0, afterHeader, 0)
    }

    private func feed(_ bytes: ArraySlice<UInt8>) throws(CameraFault) -> (count: Int, isWhole: Bool) {
        do throws(FormatComplaint) {
            return try bytes.withUnsafeBufferPointer { bytes throws(FormatComplaint) in try parser.feed(bytes) }
        } catch { throw .unusable(file.name, error.words) }
    }
}
