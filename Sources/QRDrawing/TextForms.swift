extension QRCode {
    /// The code as an SVG document of one path, one unit a module, quiet zone included.
    public func svg() -> String {
        let extent = side + 2 * Self.quietZone
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                let start = column
                while isDark(column: column, row: row) { column += 1 }
                if column > start {
                    path += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(column - start)v1h-\(column - start)z"
                }
                column += 1
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(extent) \(extent)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(extent)v\(extent)H0z"/><path d="\(path)"/></svg>

            """
    }

    /// The code for a terminal: two modules a character in half blocks, black on white by colour codes so that a dark
    /// and a light terminal show the same, quiet zone included.
    public func terminal() -> String {
        let range = -Self.quietZone..<side + Self.quietZone
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            let cells = range.map { column in
                switch (isDark(column: column, row: row), isDark(column: column, row: row + 1)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            }
            return "\u{1B}[30;107m\(cells.joined())\u{1B}[0m\n"
        }.joined()
    }
}
