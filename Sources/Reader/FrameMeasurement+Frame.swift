import Camera
import Vocabulary

extension FrameMeasurement {
    /// From here on a pixel is as good as white.
    private static let white: UInt8 = 250
    /// A grey wall has no edges to judge by: so much variance is always counted with, in square grey levels.
    private static let leastVariance = 25.0

    /// Measures every second row of a frame. Only for frames that somebody looks at.
    init(_ frame: Frame) {
        self.init(width: frame.width, height: frame.height)
        guard frame.width >= 3, frame.height >= 3 else { return }
        var (count, sum, squares, edges, whites) = (0, 0, 0, 0, 0)
        for y in stride(from: 1, to: frame.height - 1, by: 2) {
            let row = frame.luma + y * frame.stride
            for x in 1..<frame.width - 1 {
                let luma = Int(row[x])
                let laplacian =
                    4 * luma - Int(row[x - 1]) - Int(row[x + 1]) - Int(row[x - frame.stride])
                    - Int(row[x + frame.stride])
                count += 1
                sum += luma
                squares += luma * luma
                edges += laplacian * laplacian
                if row[x] >= Self.white { whites += 1 }
            }
        }
        let (mean, total) = (Double(sum) / Double(count), Double(count))
        brightness = mean
        glare = Double(whites) / total
        focus = 100 * Double(edges) / total / (Double(squares) / total - mean * mean + Self.leastVariance)
    }
}
