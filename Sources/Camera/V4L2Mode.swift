import CVideoShim
import Vocabulary

/// One way a camera can deliver: a format, a size, and how many frames a second of it.
struct V4L2Mode: Hashable, Sendable {
    var format: V4L2Format
    var layout: LumaLayout
    var width: Int
    var height: Int
    /// The most it offers; nil where the driver does not tell.
    var framesPerSecond: Double?

    /// The mode to take: the wanted size or the nearest, then the frame rate, then the cheapest luma.
    ///
    /// Two thirds of the wanted rate are enough for the cheaper format to win: over USB 2, YUYV at 1280x720 comes ten
    /// times a second and MJPEG thirty, but 25 grey frames are better than 30 that must be decoded.
    static func best(of modes: [Self], for settings: CameraSettings) -> Self? {
        func rank(_ mode: Self) -> [Double] {
            let wanted = Double(settings.framesPerSecond)
            let rate = min(mode.framesPerSecond ?? wanted, wanted)
            let distance = abs(mode.width - settings.width) + abs(mode.height - settings.height)
            let slowness = rate * 3 >= wanted * 2 ? 0 : wanted - rate
            // Of two sizes equally near, the larger shows more.
            return [Double(distance), Double(-mode.width), slowness, Double(mode.layout.cost), -rate]
        }
        return modes.min { rank($0).lexicographicallyPrecedes(rank($1)) }
    }
}

extension V4L2Device {
    /// No camera has this many formats, sizes or intervals; a driver that never stops is not followed.
    private static let enumerationLimit: UInt32 = 256

    /// What the camera offers of formats whose luma we find ourselves, each with its size nearest to the wanted one.
    func modes(near settings: CameraSettings) -> [V4L2Mode] {
        enumerate(.enumerateFormat) { index in
            var format = v4l2_fmtdesc()
            format.index = index
            format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
            return format
        }.compactMap { entry in
            let format = V4L2Format(code: entry.pixelformat)
            guard let layout = format.layout else { return nil }
            let size = nearestSize(of: format, to: settings)
            return V4L2Mode(
                format: format, layout: layout, width: size.width, height: size.height,
                framesPerSecond: rate(of: format, width: size.width, height: size.height))
        }
    }

    /// The size nearest to the wanted one; the wanted one where the driver does not tell its sizes.
    private func nearestSize(of format: V4L2Format, to settings: CameraSettings) -> (width: Int, height: Int) {
        let sizes = enumerate(.enumerateSize) { index in
            var size = v4l2_frmsizeenum()
            size.index = index
            size.pixel_format = format.code
            return size
        }.map { size -> (width: Int, height: Int) in
            if size.type == V4L2_FRMSIZE_TYPE_DISCRETE.rawValue {
                return (Int(size.discrete.width), Int(size.discrete.height))
            }
            let range = size.stepwise
            return (
                Self.nearest(to: settings.width, from: range.min_width, to: range.max_width, by: range.step_width),
                Self.nearest(to: settings.height, from: range.min_height, to: range.max_height, by: range.step_height)
            )
        }
        func distance(_ size: (width: Int, height: Int)) -> Int {
            abs(size.width - settings.width) + abs(size.height - settings.height)
        }
        return sizes.min { (distance($0), -$0.width) < (distance($1), -$1.width) } ?? (settings.width, settings.height)
    }

    private static func nearest(to wanted: Int, from low: UInt32, to high: UInt32, by step: UInt32) -> Int {
        let clamped = min(max(wanted, Int(low)), Int(max(low, high)))
        return clamped - (clamped - Int(low)) % Int(max(step, 1))
    }

    /// The highest frame rate of a format and size, in frames a second; nil where the driver does not tell.
    private func rate(of format: V4L2Format, width: Int, height: Int) -> Double? {
        enumerate(.enumerateInterval) { index in
            var interval = v4l2_frmivalenum()
            interval.index = index
            interval.pixel_format = format.code
            interval.width = UInt32(clamping: width)
            interval.height = UInt32(clamping: height)
            return interval
        }.compactMap { interval in
            let isDiscrete = interval.type == V4L2_FRMIVAL_TYPE_DISCRETE.rawValue
            return (isDiscrete ? interval.discrete : interval.stepwise.min).perSecond
        }.max()
    }

    /// Everything the driver lists, until it says that there is no more.
    private func enumerate<Entry>(_ request: V4L2Request, _ entry: (UInt32) -> Entry) -> [Entry] {
        var entries: [Entry] = []
        for index in 0..<Self.enumerationLimit {
            var entry = entry(index)
            guard (try? ask(request, &entry)) != nil else { break }
            entries.append(entry)
        }
        return entries
    }
}

extension v4l2_fract {
    /// The frame rate of this frame interval; nil for nonsense.
    var perSecond: Double? { numerator > 0 && denominator > 0 ? Double(denominator) / Double(numerator) : nil }
}
