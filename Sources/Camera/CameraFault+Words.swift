import Vocabulary

extension CameraFault {
    /// `name` cannot be used, and why: `badge.png: is cut short`. What is not printable ASCII is shown as `?`.
    static func unusable(_ name: String, _ why: String) -> CameraFault {
        CameraFault(.unusable, printable("\(name): \(why)"))
    }

    /// The kernel failed to read `name`.
    static func unreadable(_ name: String, _ error: SystemError) -> CameraFault {
        CameraFault(.failed, code: error.code, printable("\(name): cannot be read: \(error.words)"))
    }

    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { (" "..."~").contains($0) ? $0 : "?" }))
    }
}
