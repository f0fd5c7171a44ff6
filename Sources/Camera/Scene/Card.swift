import Glibc
import QRDrawing
import Vocabulary

/// What is shown to the camera, seen straight on: the face of a phone or a sheet of paper with a code on it.
///
/// One memory for all acts, painted anew for each.
final class Card {
    static let width = 268
    static let tallest = 500

    let pixels: UnsafeMutablePointer<UInt8>
    private let scratch: UnsafeMutablePointer<UInt8>
    private(set) var style = Style.phone
    /// Pixels along the painted code's side.
    private(set) var codeSide = 0

    /// What a face is made of.
    struct Style {
        var height = Card.tallest
        /// Pixels by which its corners are rounded.
        var corner = 34
        /// What surrounds the face; a sheet of paper has as good as nothing.
        var border = 12
        var edge: UInt8 = 22
        var face: UInt8 = 238
        var writing: UInt8 = 110
        var light: UInt8 = 238
        var dark: UInt8 = 14
        var codeTop = 104
        /// Pixels of defocus to each side.
        var blur = 0

        static let phone = Style()
        static let paper = Style(
            height: 384, corner: 2, border: 1, edge: 180, face: 208, writing: 104, light: 208, dark: 66, codeTop: 72)
        static let badge = Style(height: 372, corner: 14, border: 6, edge: 150, face: 216, dark: 44, codeTop: 92)
        static let darkMode = Style(edge: 52, face: 26, writing: 150, light: 26, dark: 226)
        static let blurred = Style(blur: 1)
    }

    init() {
        pixels = .allocate(capacity: Self.width * Self.tallest)
        scratch = .allocate(capacity: Self.width * Self.tallest)
        pixels.initialize(repeating: 0, count: Self.width * Self.tallest)
        scratch.initialize(repeating: 0, count: Self.width * Self.tallest)
    }

    deinit {
        pixels.deallocate()
        scratch.deallocate()
    }

    /// Paints the face with `code` on it, as large as fits with its quiet zone in whole pixels a module.
    func paint(_ style: Style, _ code: QRCode) {
        self.style = style
        fill(0, 0, Self.width, style.height, style.edge)
        let border = style.border
        fill(border, border, Self.width - 2 * border, style.height - 2 * border, style.face)
        paintWriting()
        let module = max(1, (Self.width - 24) / (code.side + 2 * QRCode.quietZone))
        codeSide = module * code.side
        let left = (Self.width - codeSide) / 2
        let quiet = QRCode.quietZone * module
        fill(left - quiet, style.codeTop - quiet, codeSide + 2 * quiet, codeSide + 2 * quiet, style.light)
        for row in 0..<code.side {
            for column in 0..<code.side where code.isDark(column: column, row: row) {
                fill(left + column * module, style.codeTop + row * module, module, module, style.dark)
            }
        }
        if style.blur > 0 {
            for _ in 0..<2 { blur(by: style.blur) }
        }
    }

    /// Lines that look like a heading above the code and a few words below it.
    private func paintWriting() {
        let heading = style.codeTop / 3
        fill(32, heading, 92, 12, style.writing)
        fill(Self.width - 62, heading - 3, 18, 18, style.writing)
        let below = style.codeTop + 244
        for (index, length) in [150, 118, 136].enumerated() where below + index * 22 + 8 < style.height - 24 {
            fill((Self.width - length) / 2, below + index * 22, length, 8, style.writing)
        }
    }

    /// Fills a rectangle; what lies outside of the card is left out.
    private func fill(_ left: Int, _ top: Int, _ width: Int, _ height: Int, _ value: UInt8) {
        let columns = max(left, 0)..<min(left + width, Self.width)
        for y in max(top, 0)..<min(top + height, style.height) {
            memset(pixels + y * Self.width + columns.lowerBound, CInt(value), columns.count)
        }
    }

    /// The mean over a square of `radius` pixels to each side: lines first, then columns.
    private func blur(by radius: Int) {
        for y in 0..<style.height {
            mean(from: pixels + y * Self.width, to: scratch + y * Self.width, Self.width, step: 1, radius)
        }
        for x in 0..<Self.width {
            mean(from: scratch + x, to: pixels + x, style.height, step: Self.width, radius)
        }
    }

    private func mean(
        from source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ count: Int, step: Int,
        _ radius: Int
    ) {
        func value(_ index: Int) -> Int { Int(source[min(max(index, 0), count - 1) * step]) }
        var sum = (-radius...radius).reduce(0) { $0 + value($1) }
        for index in 0..<count {
            target[index * step] = UInt8(sum / (2 * radius + 1))
            sum += value(index + radius + 1) - value(index - radius)
        }
    }
}

extension Card.Style {
    init(_ manner: SceneAct.Manner) {
        switch manner {
        case .phone, .crooked, .nothing: self = .phone
        case .paper: self = .paper
        case .darkMode: self = .darkMode
        case .blurred: self = .blurred
        case .passerBy: self = .badge
        }
    }
}
