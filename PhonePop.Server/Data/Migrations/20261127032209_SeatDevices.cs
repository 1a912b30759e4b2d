using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhonePop.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class SeatDevices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SeatDevices",
                columns: table => new
                {
                    Pbx = table.Column<string>(type: "TEXT", nullable: false),
                    Device = table.Column<string>(type: "TEXT", nullable: false),
                    Extension = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeatDevices", x => new { x.Pbx, x.Device });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SeatDevices");
        }
    }
}
