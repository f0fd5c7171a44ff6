/// What a reader measured on the frame of a preview: what whoever aims a camera cannot see in a small picture.
public struct FrameMeasurement: Codable, Hashable, Sendable {
    /// The frame's own size, pixels.
    public var width: Int
    public var height: Int
    /// How sharp it is, on no scale but its own: the mean square of the Laplacian in hundredths of the variance.
    public var focus: Double
    /// The mean luma, 0 to 255.
    public var brightness: Double
    /// The part of the pixels that are as good as white, 0 to 1.
    public var glare: Double
    /// As many codes were read.
    public var codes: Int
    /// Pixels a module of the code that was drawn anew and read; nil where none was.
    public var moduleSize: Double?
    /// Modules along the side of that code.
    public var modules: Int?
    /// The attempt that read the last code; nil where none was read.
    public var attempt: String?
    /// What the scanner took over the frame, milliseconds.
    public var scanMilliseconds: Double
    /// Whether nothing had changed and nothing was scanned: what was read stands.
    public var isStill: Bool

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        (focus, brightness, glare, codes, scanMilliseconds, isStill) = (0, 0, 0, 0, 0, false)
    }
}
