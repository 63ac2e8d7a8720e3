/// Where a file is sent that is larger than what people write into forms.
enum PackageUpload {
  static let paths: Set = ["/import", "/api/v1/packages"]
  static let mostBytes = 4 << 20
}
