using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhonePop.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class CallsByEachFilter : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Calls_E164",
                table: "Calls");

            migrationBuilder.DropIndex(
                name: "IX_Calls_NumberKey",
                table: "Calls");

            migrationBuilder.DropIndex(
                name: "IX_Calls_Pbx_Extension_EndedAt",
                table: "Calls");

            migrationBuilder.CreateIndex(
                name: "IX_Calls_Extension_EndedAt",
                table: "Calls",
                columns: new[] { "Extension", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Calls_NumberKey_EndedAt",
                table: "Calls",
                columns: new[] { "NumberKey", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Calls_Outcome_EndedAt",
                table: "Calls",
                columns: new[] { "Outcome", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Calls_Queue_EndedAt",
                table: "Calls",
                columns: new[] { "Queue", "EndedAt" },
                filter: "\"Queue\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Calls_Extension_EndedAt",
                table: "Calls");

            migrationBuilder.DropIndex(
                name: "IX_Calls_NumberKey_EndedAt",
                table: "Calls");

            migrationBuilder.DropIndex(
                name: "IX_Calls_Outcome_EndedAt",
                table: "Calls");

            migrationBuilder.DropIndex(
                name: "IX_Calls_Queue_EndedAt",
                table: "Calls");

            migrationBuilder.CreateIndex(
                name: "IX_Calls_E164",
                table: "Calls",
                column: "E164");

            migrationBuilder.CreateIndex(
                name: "IX_Calls_NumberKey",
                table: "Calls",
                column: "NumberKey");

            migrationBuilder.CreateIndex(
                name: "IX_Calls_Pbx_Extension_EndedAt",
                table: "Calls",
                columns: new[] { "Pbx", "Extension", "EndedAt" });
        }
    }
}
