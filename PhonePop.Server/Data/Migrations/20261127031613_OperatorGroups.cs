using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhonePop.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class OperatorGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OperatorGroups",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OperatorGroups", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GroupGrants",
                columns: table => new
                {
                    GroupId = table.Column<int>(type: "INTEGER", nullable: false),
                    ViewerId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GroupGrants", x => new { x.ViewerId, x.GroupId });
                    table.ForeignKey(
                        name: "FK_GroupGrants_OperatorGroups_GroupId",
                        column: x => x.GroupId,
                        principalTable: "OperatorGroups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "OperatorGroupSeat",
                columns: table => new
                {
                    GroupId = table.Column<int>(type: "INTEGER", nullable: false),
                    Pbx = table.Column<string>(type: "TEXT", nullable: false),
                    Extension = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OperatorGroupSeat", x => new { x.GroupId, x.Pbx, x.Extension });
                    table.ForeignKey(
                        name: "FK_OperatorGroupSeat_OperatorGroups_GroupId",
                        column: x => x.GroupId,
                        principalTable: "OperatorGroups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_GroupGrants_GroupId",
                table: "GroupGrants",
                column: "GroupId");

            migrationBuilder.CreateIndex(
                name: "IX_OperatorGroups_Name",
                table: "OperatorGroups",
                column: "Name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GroupGrants");

            migrationBuilder.DropTable(
                name: "OperatorGroupSeat");

            migrationBuilder.DropTable(
                name: "OperatorGroups");
        }
    }
}
