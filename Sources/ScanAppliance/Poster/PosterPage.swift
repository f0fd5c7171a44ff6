/// The page of a poster as it grows from top to bottom, in millimetres.
struct PosterPage {
    /// What a lamp shows: each has a shape of its own, so that it is known without telling colours apart.
    enum Lamp { case green, amber, red, service }

    private static let margin = 16.0
    /// Characters a line of the larger and of the smaller language.
    private static let lengths = (first: 58, second: 74)
    private var y = 0.0
    private var parts: [String] = []

    mutating func head(_ station: String, _ first: String, _ second: String) {
        parts.append("<rect width=\"210\" height=\"46\" fill=\"#12324a\"/>")
        text(first, size: 10.5, at: 21, "#fff", weight: "bold")
        text(second, size: 7, at: 33, "#fff")
        parts.append(
            "<text x=\"\(210 - Self.margin)\" y=\"42\" font-size=\"5\" fill=\"#fff\" text-anchor=\"end\">\(Self.escaped(station))</text>"
        )
        y = 54
    }

    /// The picture of a hand's width between camera and phone, and the steps beside it.
    mutating func hold(_ steps: [(first: String, second: String)]) {
        let top = y
        parts.append(Self.picture(top: top))
        for (number, step) in steps.enumerated() {
            let line = top + 5 + Double(number) * 16
            parts.append(
                "<circle cx=\"96\" cy=\"\(line - 1.5)\" r=\"4\" fill=\"#12324a\"/><text x=\"96\" y=\"\(line + 0.4)\" font-size=\"5\" "
                    + "fill=\"#fff\" text-anchor=\"middle\" font-weight=\"bold\">\(number + 1)</text>")
            var at = line - 0.6
            for part in Self.wrapped(step.first, 36) {
                text(part, size: 4.2, at: at, x: 103, weight: "bold")
                at += 4.8
            }
            for part in Self.wrapped(step.second, 46) {
                text(part, size: 3.6, at: at, "#444", x: 103)
                at += 4.2
            }
        }
        y = top + 52
    }

    mutating func section(_ first: String, _ second: String) {
        y += 5
        text(first, size: 6, at: y, "#12324a", weight: "bold")
        y += 5.5
        text(second, size: 4.2, at: y, "#444")
        parts.append(
            "<path d=\"M\(Self.margin) \(y + 2)H\(210 - Self.margin)\" stroke=\"#12324a\" stroke-width=\"0.5\"/>")
        y += 10.5
    }

    mutating func lamp(_ lamp: Lamp, _ first: String, _ second: String) {
        parts.append(Self.sign(lamp, x: Self.margin + 5, y: y))
        text(first, size: 4.3, at: y - 0.5, x: Self.margin + 16, weight: "bold")
        text(second, size: 3.8, at: y + 4.7, "#444", x: Self.margin + 16)
        y += 13.5
    }

    mutating func lines(_ first: String, _ second: String?) {
        for line in Self.wrapped(first, Self.lengths.first) {
            text(line, size: 4.6, at: y, weight: "bold")
            y += 5.5
        }
        for line in second.map({ Self.wrapped($0, Self.lengths.second) }) ?? [] {
            text(line, size: 4, at: y - 0.3, "#444")
            y += 5
        }
        y += 1.5
    }

    mutating func finish(_ first: String, _ second: String) -> String {
        text(first, size: 3.7, at: 284)
        text(second, size: 3.5, at: 290, "#444")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" \
            font-family="DejaVu Sans, Arial, sans-serif">
            <rect width="210" height="297" fill="#fff"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private mutating func text(
        _ text: String, size: Double, at y: Double, _ colour: String = "#111", x: Double = margin,
        weight: String = "normal"
    ) {
        parts.append(
            "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" font-weight=\"\(weight)\" fill=\"\(colour)\">\(Self.escaped(text))</text>"
        )
    }

    private static func sign(_ lamp: Lamp, x: Double, y: Double) -> String {
        func circle(_ colour: String, _ x: Double, _ mark: String) -> String {
            "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"5.5\" fill=\"\(colour)\"/><path d=\"\(mark)\" transform=\"translate(\(x) \(y))\" "
                + "fill=\"none\" stroke=\"#fff\" stroke-width=\"1.4\" stroke-linecap=\"round\"/>"
        }
        return switch lamp {
        case .green: circle("#1b7f3b", x, "M-2.6 0L-0.8 2L2.8 -2.2")
        case .amber: circle("#a85f00", x, "M0 -3V0.6M0 3V3.01")
        case .red: circle("#b3261e", x, "M-2.2 -2.2L2.2 2.2M2.2 -2.2L-2.2 2.2")
        case .service: circle("#b3261e", x - 2, "M-3 0H-1") + circle("#a85f00", x + 3, "M-1.5 0H1.5")
        }
    }

    /// A camera on the wall, a phone that shows a code, and the way between them.
    private static func picture(top: Double) -> String {
        """
        <rect x="16" y="\(top)" width="66" height="46" rx="3" fill="#eef2f5"/>
        <rect x="18" y="\(top + 12)" width="5" height="22" fill="#12324a"/>
        <rect x="23" y="\(top + 17)" width="9" height="12" rx="1.5" fill="#333"/>
        <circle cx="32" cy="\(top + 23)" r="3.4" fill="#7fb2d6" stroke="#111"/>
        <path d="M37 \(top + 23)H51M40 \(top + 20.5)L37 \(top + 23)L40 \(top + 25.5)M48 \(top + 20.5)L51 \(top + 23)L48 \(top + 25.5)" \
        fill="none" stroke="#12324a" stroke-width="0.8"/>
        <text x="43.5" y="\(top + 18)" font-size="3.4" text-anchor="middle" fill="#12324a">20 cm</text>
        <rect x="53" y="\(top + 5)" width="24" height="37" rx="3" fill="#222"/>
        <rect x="54.5" y="\(top + 8)" width="21" height="30" fill="#fff"/>
        \(code(x: 56.5, y: top + 14.5))
        """
    }

    /// What looks like a code and is none: a real one would be read by the gate.
    private static func code(x: Double, y: Double) -> String {
        let corners: [(Double, Double)] = [(0, 0), (12, 0), (0, 12)]
        let finders = corners.map { across, down in
            "<path fill-rule=\"evenodd\" d=\"M\(x + across) \(y + down)h5v5h-5zM\(x + across + 1) \(y + down + 1)v3h3v-3z\"/>"
        }
        var dots = ""
        for place in 0..<289 where (place * place * 31 + place * 57) % 13 < 6 {
            let (column, row) = (place % 17, place / 17)
            let isFinder = column < 6 && (row < 6 || row > 10) || column > 10 && row < 6
            if !isFinder { dots += "M\(x + Double(column)) \(y + Double(row))h1v1h-1z" }
        }
        return finders.joined() + "<path d=\"\(dots)\"/>"
    }

    private static func wrapped(_ text: String, _ length: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= length {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
