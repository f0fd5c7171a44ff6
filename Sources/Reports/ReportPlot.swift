/// A picture of a table: its rows from left to right.
enum ReportPlot {
    /// The columns upon each other, in these colours.
    case bars(ReportTable, colours: [String])
    /// The first column as steps.
    case line(ReportTable)

    private static let (width, height, left, bottom, top) = (720.0, 190.0, 34.0, 160.0, 22.0)

    func svg(_ words: ReportWords) -> String {
        switch self {
        case .bars(let table, let colours):
            let rows = table.rows.map { $0.cells.map(\.number) }
            let most = Self.round(up: rows.map { $0.reduce(0, +) }.max() ?? 0)
            let legend = zip(table.columns, colours).enumerated().map { place, item in
                let x = Self.left + Double(place) * 130
                return "<rect x=\"\(x)\" y=\"2\" width=\"10\" height=\"10\" fill=\"\(item.1)\"/>"
                    + Self.text(words.name(item.0), x + 14, 11)
            }
            return Self.frame(table, most, words, legend.joined() + Self.bars(rows, colours, most))
        case .line(let table):
            let values = table.rows.map { $0.cells.first == .unknown ? nil : $0.cells.first?.number }
            let most = Self.round(up: values.compactMap(\.self).max() ?? 0)
            return Self.frame(table, most, words, Self.steps(values, most))
        }
    }

    private static func bars(_ rows: [[Int]], _ colours: [String], _ most: Int) -> String {
        let step = (width - left) / Double(max(rows.count, 1))
        return rows.enumerated().map { place, counts in
            var y = bottom
            return zip(counts, colours).map { count, colour in
                let length = Double(count) / Double(most) * (bottom - top)
                y -= length
                return count == 0
                    ? ""
                    : "<rect x=\"\(short(left + (Double(place) + 0.1) * step))\" y=\"\(short(y))\" "
                        + "width=\"\(short(step * 0.8))\" height=\"\(short(length))\" fill=\"\(colour)\"/>"
            }.joined()
        }.joined()
    }

    private static func steps(_ values: [Int?], _ most: Int) -> String {
        let step = (width - left) / Double(max(values.count, 1))
        var path = ""
        var isDrawing = false
        for (place, value) in values.enumerated() {
            guard let value else {
                isDrawing = false
                continue
            }
            let x = left + Double(place) * step
            let y = short(bottom - Double(value) / Double(most) * (bottom - top))
            path += isDrawing ? "V\(y)" : "M\(short(x)) \(y)"
            path += "H\(short(x + step))"
            isDrawing = true
        }
        return "<path d=\"\(path)\" fill=\"none\" stroke=\"#12324a\" stroke-width=\"2\"/>"
    }

    /// Axis, and at most a dozen names below it.
    private static func frame(_ table: ReportTable, _ most: Int, _ words: ReportWords, _ content: String) -> String {
        let step = (width - left) / Double(max(table.rows.count, 1))
        let every = max(1, (table.rows.count + 11) / 12)
        // A name that would stick out on the right is left out.
        let names = stride(from: 0, to: table.rows.count, by: every).filter { left + Double($0) * step < width - 32 }
            .map {
                text(String(table.rows[$0].name.suffix(5)), left + Double($0) * step, bottom + 16)
            }
        let marks = [0, most / 2, most].map { count in
            let y = bottom - Double(count) / Double(most) * (bottom - top)
            return "<path d=\"M\(left) \(short(y))H\(width)\" stroke=\"#c8ced3\"/>" + text("\(count)", 0, y + 4)
        }
        return "<svg viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(words.title(table.name))\" "
            + "font-family=\"DejaVu Sans, Arial, sans-serif\">\(marks.joined())\(content)\(names.joined())</svg>"
    }

    private static func text(_ text: String, _ x: Double, _ y: Double) -> String {
        "<text x=\"\(short(x))\" y=\"\(short(y))\" font-size=\"11\" fill=\"#333\">\(ReportPage.escaped(text))</text>"
    }

    /// With one digit after the point.
    private static func short(_ number: Double) -> Double { (number * 10).rounded() / 10 }

    /// An even number with one digit that counts.
    private static func round(up most: Int) -> Int {
        var unit = 2
        while unit * 10 <= most { unit *= 10 }
        if unit > 2 { unit /= 2 }
        return max(2, (most + unit - 1) / unit * unit)
    }
}
